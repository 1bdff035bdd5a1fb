import { RE2JS } from 're2js';

/** What .NET's regular expressions have and ours cannot, because it would not be matched in linear time or is unknown. */
const onlyInDotNet: readonly (readonly [construct: RegExp, name: string])[] = [
  [/\(\?[=!]/, 'lookahead'],
  [/\(\?<[=!]/, 'lookbehind'],
  [/\\[1-9]|\\k[<'{]/, 'a backreference'],
  [/\(\?>/, 'an atomic group'],
  [/\(\?\(/, 'a conditional group'],
  [/\(\?#/, 'a comment'],
  [/\(\?<\w*-\w+>/, 'a balancing group'],
  [/\(\?'/, 'a group named in quotes; write (?<name>…)'],
  [/\(\?-?[imsnx]*[nx]/, 'the option n or x'],
  [/\\[GZ]/, 'the anchor \\G or \\Z; write \\z for the end'],
  [/\\u[\da-f]{4}/i, 'a character as \\u…; write \\x{…}'],
  [/\\p\{Is/i, 'a named block of characters'],
];

/** Read by ours as something else, so that it is looked for before. */
const subtraction = /(?<!\\)\[(?:[^\][\\]|\\[^])*-\[[^\][]*\]\]/;

const longestPattern = 10_000;
/** Each character of a text may take as many steps. */
const largestProgram = 10_000;

/** A regular expression made ready, or why it is none, as the end of a sentence. */
export type Pattern = { readonly test: (text: string) => boolean } | { readonly problem: string };

/**
 * Compiles a regular expression that is searched for, case-sensitive, in time linear in the text
 * (entra-provisioning.md §5.2). Never throws.
 */
export function compilePattern(text: string): Pattern {
  if (text.length > longestPattern) return { problem: `it has more than ${longestPattern} characters` };
  if (subtraction.test(text)) return unsupported('a subtraction of characters, [a-[b]]');
  try {
    const pattern = RE2JS.compile(text);
    if (pattern.programSize() > largestProgram) return { problem: 'it is too large: simplify its repetitions' };
    return { test: (value) => pattern.test(value) };
  } catch (error) {
    const known = onlyInDotNet.find(([construct]) => construct.test(text));
    return known ? unsupported(known[1]) : { problem: reasonOf(error) };
  }
}

const unsupported = (name: string): Pattern => ({ problem: `it has ${name}, which only .NET knows` });

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message.replace('error parsing regexp: ', '') : String(error);
