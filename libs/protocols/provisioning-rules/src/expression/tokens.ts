import type { ExpressionFinding } from './expression-error';

export type TokenKind = 'name' | 'attribute' | 'text' | 'number' | 'operator' | 'infix' | 'mark' | 'unknown' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** As it was written; empty at the end. */
  readonly text: string;
  readonly position: number;
}

/** The longest expression there may be (entra-provisioning.md §3.2). */
export const longestExpression = 10_000;

/** `infix` is what other languages join texts and conditions with; it is read so that a finding can tell what to use. */
const shapes: readonly (readonly [kind: TokenKind | 'blank', shape: RegExp])[] = [
  ['blank', /\s+/y],
  ['text', /"[^"\\]*(?:\\[^][^"\\]*)*"/y],
  ['number', /-?\d+(?:\.\d+)?|&H[\dA-F]+(?![\p{L}\p{N}_])/iuy],
  ['name', /[\p{L}_][\p{L}\p{N}_]*/uy],
  ['mark', /[(),]/y],
  ['operator', /[=<>!]+/y],
  ['infix', /&&?|\|\|?|\+/y],
  ['unknown', /./suy],
];

/**
 * Cuts an expression into its tokens, of which the last is always the end. A text or an attribute that is not closed
 * goes as far as the expression does and is told as a finding.
 */
export function readTokens(text: string): { tokens: readonly Token[]; findings: readonly ExpressionFinding[] } {
  const tokens: Token[] = [];
  const findings: ExpressionFinding[] = [];
  let position = 0;
  while (position < text.length) {
    const [kind, end] = nextToken(text, position) ?? unclosed(text, position, findings);
    if (kind !== 'blank') tokens.push({ kind, text: text.slice(position, end), position });
    position = end;
  }
  return { tokens: [...tokens, { kind: 'end', text: '', position }], findings };
}

/** Whether a name can stand between brackets: its own brackets are balanced, and it is not empty. */
export const isAttributeName = (name: string): boolean =>
  name !== '' && name.length <= longestExpression && attributeEnd(`[${name}]`, 0) === name.length + 2;

type Ending = readonly [kind: TokenKind | 'blank', end: number];

/** Undefined where a text or an attribute begins that has no end. */
function nextToken(text: string, position: number): Ending | undefined {
  const first = text[position];
  if (first === '[') {
    const end = attributeEnd(text, position);
    return end === undefined ? undefined : ['attribute', end];
  }
  for (const [kind, shape] of shapes) {
    shape.lastIndex = position;
    if (kind === 'unknown' && first === '"') return undefined;
    if (shape.test(text)) return [kind, shape.lastIndex];
  }
  return ['unknown', position + 1];
}

function unclosed(text: string, position: number, findings: ExpressionFinding[]): Ending {
  const isText = text[position] === '"';
  const [what, end] = isText ? ['text', '"'] : ['attribute', ']'];
  findings.push({ position, message: `The ${what} that begins here is not closed: expected ${end} after it` });
  return [isText ? 'text' : 'attribute', text.length];
}

/**
 * Where the attribute ends whose bracket stands at the position: brackets within are counted, but for those in quotes,
 * so that `[emails[type eq "work"].value]` is one. Undefined where it does not end.
 */
function attributeEnd(text: string, position: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let at = position; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') quoted = !quoted;
    else if (quoted) at += sign === '\\' ? 1 : 0;
    else depth += nesting(sign);
    if (depth === 0) return at + 1;
  }
  return undefined;
}

function nesting(sign: string | undefined): number {
  if (sign === '[') return 1;
  return sign === ']' ? -1 : 0;
}
