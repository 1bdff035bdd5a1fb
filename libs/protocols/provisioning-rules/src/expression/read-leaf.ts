import type { AttributeReference, Constant } from './expression';
import { quote } from './syntax-messages';
import type { Token } from './tokens';

/**
 * Reads a token that is an operand by itself. Gives a message for one that has a mistake in it, and undefined for a
 * token that is none.
 */
export function readLeaf(token: Token): AttributeReference | Constant | string | undefined {
  const { kind, text, position } = token;
  if (kind === 'text') return { kind: 'constant', value: unescape(text.slice(1, -1)), position };
  if (kind === 'number') return readNumber(token);
  if (kind !== 'attribute') return undefined;
  if (text === '[]') return 'There is no name between the brackets';
  return { kind: 'attribute', name: text.slice(1, -1), position };
}

/** A backslash before anything but a quotation mark or a backslash is kept (entra-provisioning.md §4.1). */
const unescape = (text: string): string => text.replaceAll(/\\(["\\])/g, '$1');

/** Numbers that cannot be held exactly, such as a FILETIME, become texts of digits. */
function readNumber({ text, position }: Token): Constant | string {
  if (text.includes('.')) return `There are whole numbers only: write ${quote(text)} as a text`;
  const digits = text.startsWith('&') ? `0x${text.slice(2)}` : text;
  const number = Number(digits);
  if (!Number.isSafeInteger(number)) return { kind: 'constant', value: String(BigInt(digits)), position };
  return { kind: 'constant', value: number === 0 ? 0 : number, position };
}
