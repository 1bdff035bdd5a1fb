import { badRequest } from '../scim-error';

/** A piece of a filter, and where it begins. */
export interface Token {
  readonly kind: 'word' | 'string' | 'number' | '(' | ')' | '[' | ']' | 'end';
  readonly text: string;
  readonly at: number;
}

/** A filter longer than this is refused before it is read. */
export const longestFilter = 10_000;

const patterns: readonly [Token['kind'] | 'space', RegExp][] = [
  ['space', /\s+/y],
  ['string', /"(?:[^"\\]|\\.)*"/sy],
  ['number', /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.:-])/y],
  ['word', /\.?[A-Za-z$_](?:[\w$:.-])*/y],
  ['(', /\(/y],
  [')', /\)/y],
  ['[', /\[/y],
  [']', /\]/y],
];

/** @throws ScimError `invalidFilter` that names the position */
export function tokensOf(text: string): Token[] {
  if (text.length > longestFilter) throw badRequest('invalidFilter', `A filter may have ${longestFilter} characters.`);
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const [kind, length] = nextPiece(text, at);
    if (kind !== 'space') tokens.push({ kind, text: text.slice(at, at + length), at });
    at += length;
  }
  return [...tokens, { kind: 'end', text: '', at }];
}

function nextPiece(text: string, at: number): [Token['kind'] | 'space', number] {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) return [kind, found[0].length];
  }
  throw badRequest('invalidFilter', `The filter cannot be read at position ${at + 1}.`);
}
