import { keywords } from './expression';
import type { Token } from './tokens';

const longestQuote = 40;

const hints: ReadonlyMap<string, string> = new Map([
  ['“', 'write " for quotation marks'],
  ['”', 'write " for quotation marks'],
  ['„', 'write " for quotation marks'],
  ["'", 'texts stand in " marks'],
  ['‘', 'texts stand in " marks'],
  ['’', 'texts stand in " marks'],
  [']', 'no attribute is open here'],
]);

/** What was expected, what stands there instead, and where it helps how to write it. */
export function expectedMessage(expected: string, found: Token): string {
  if (found.kind === 'end') return `Expected ${expected}, but the expression ends here`;
  const hint = hints.get(found.text);
  return `Expected ${expected}, but found ${quote(found.text)}${hint ? `: ${hint}` : ''}`;
}

/** A part of an expression as a message shows it: long ones are cut. */
export const quote = (text: string): string =>
  JSON.stringify(text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text);

const conjunctions: ReadonlyMap<string, 'AND' | 'OR'> = new Map([
  ['and', 'AND'],
  ['&&', 'AND'],
  ['or', 'OR'],
  ['||', 'OR'],
]);

/** What to use instead of a sign or word that joins two operands elsewhere; undefined for one that joins nothing. */
export function infixMessage({ kind, text }: Token): string | undefined {
  if (kind !== 'infix' && kind !== 'name' && !text.startsWith('&')) return undefined;
  const conjunction = conjunctions.get(text.toLowerCase());
  if (conjunction) {
    const call = conjunction === 'AND' ? 'And(…)' : 'Or(…)';
    return `There is no ${conjunction} between conditions: nest IIF, or use the extension ${call}`;
  }
  if (kind === 'name') return undefined;
  const sign = text.charAt(0);
  return sign === '|' ? undefined : `Texts are not joined with ${sign}: use Join or Append`;
}

/** What a bare word could be meant for that is none of the language's. */
export function wordMessage(word: string): string {
  const meant = keywords.find((keyword) => keyword.toLowerCase() === word.toLowerCase());
  if (meant) return `There is no word ${quote(word)}; did you mean ${meant}? Case counts`;
  return `There is no word ${quote(word)}: write an attribute in [ ], a text in " " and a function with ( )`;
}
