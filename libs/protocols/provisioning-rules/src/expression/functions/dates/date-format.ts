/** A piece of a format: a sign that stands for itself, or a letter so many times. */
export interface FormatToken {
  readonly letter: FormatLetter | null;
  readonly count: number;
  /** As it was written, or the sign that it stands for. */
  readonly text: string;
}

export const formatLetters = ['y', 'M', 'd', 'H', 'h', 'm', 's', 'f', 'F', 't', 'z', 'K', 'Z'] as const;

export type FormatLetter = (typeof formatLetters)[number];

/** A format that was read, or why it is none, as the end of a sentence. */
export type DateFormat = readonly FormatToken[] | { readonly problem: string };

const shapes: readonly (readonly [shape: RegExp, read: (text: string) => DateFormat])[] = [
  [/%(?=[^%])/y, () => []],
  [/'(?:[^'\\]|\\[^])*'|"(?:[^"\\]|\\[^])*"/y, (text) => signs(text.slice(1, -1).replaceAll(/\\([^])/g, '$1'))],
  [/\\[^]/y, (text) => signs(text.slice(1))],
  [/K|Z/y, counted],
  [/f{1,7}(?!f)|F{1,7}(?!F)/y, counted],
  [/([yMdHhmstz])\1*/y, counted],
  [/[fF]+/y, () => ({ problem: 'has more than seven f or F' })],
  [/g/y, () => ({ problem: 'has the letter g, which is not supported' })],
  [/['"]/y, () => ({ problem: 'has a quotation mark with no other one' })],
  [/[%\\]/y, (text) => ({ problem: `has ${text} with nothing after it that it could stand for` })],
  [/[^]/y, signs],
];

const longestFormat = 100;

/**
 * Reads a custom format of .NET (entra-provisioning.md §4.5): letters for the parts of a date, other signs, which stand
 * for themselves, quoted texts and signs after a backslash.
 */
export function readDateFormat(format: string): DateFormat {
  if (format === '') return { problem: 'is empty' };
  if (format.length > longestFormat) return { problem: `has more than ${longestFormat} characters` };
  if (/^[a-z]$/i.test(format)) {
    return {
      problem: `is ${format}, a standard format of .NET's, which is not supported; write %${format} for the letter`,
    };
  }
  const tokens: FormatToken[] = [];
  for (let position = 0; position < format.length;) {
    const { read, end } = nextIn(format, position);
    if ('problem' in read) return read;
    tokens.push(...read);
    position = end;
  }
  return tokens;
}

function nextIn(format: string, position: number): { readonly read: DateFormat; readonly end: number } {
  for (const [shape, read] of shapes) {
    shape.lastIndex = position;
    const [text] = shape.exec(format) ?? [];
    if (text !== undefined) return { read: read(text), end: position + text.length };
  }
  return { read: [], end: format.length };
}

function signs(text: string): readonly FormatToken[] {
  return [...text].map((sign) => ({ letter: null, count: 1, text: sign }));
}

function counted(text: string): readonly FormatToken[] {
  const letter = formatLetters.find((each) => text.startsWith(each)) ?? null;
  return [{ letter, count: text.length, text }];
}
