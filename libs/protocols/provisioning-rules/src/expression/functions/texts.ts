import { type Arguments, eager } from './arguments';
import { joined } from './bounded-text';
import { occurrences } from './occurrences';
import { quoted } from './read-value';

const dialect = 'azure-ad';

/** Functions that put texts together and take parts of them (entra-provisioning.md §4.2). */
export const textFunctions = [
  eager(
    {
      name: 'Append',
      parameters: [{ key: 'source' }, { key: 'suffix' }],
      dialect,
      returns: 'String',
      meaning: 'The source with a text after it. An absent source is an empty text.',
      examples: [{ expression: 'Append("John.Doe@contoso.com", ".test")', result: 'John.Doe@contoso.com.test' }],
    },
    (given) => joined('Append', '', [given.text(0), given.text(1)]),
  ),
  eager(
    {
      name: 'Prepend',
      parameters: [{ key: 'prefix' }, { key: 'source' }],
      dialect: 'graph',
      returns: 'String',
      meaning: 'The source with a text before it. An absent source is an empty text.',
      examples: [{ expression: 'Prepend("t-", "jdoe")', result: 't-jdoe' }],
    },
    (given) => joined('Prepend', '', [given.text(0), given.text(1)]),
  ),
  eager(
    {
      name: 'Left',
      parameters: [{ key: 'string' }, { key: 'numChars', type: 'Integer' }],
      dialect,
      returns: 'String',
      meaning: 'The first characters of a text: all of it where it has fewer or where their number is negative.',
      examples: [
        { expression: 'Left("John Doe", 3)', result: 'Joh' },
        { expression: 'Left("John Doe", -1)', result: 'John Doe' },
      ],
    },
    (given) => {
      const count = given.wholeNumber(1);
      return count < 0 ? given.text(0) : part(given.text(0), 0, count);
    },
  ),
  eager(
    {
      name: 'Mid',
      parameters: [{ key: 'source' }, { key: 'start', type: 'Integer' }, { key: 'length', type: 'Integer' }],
      dialect,
      returns: 'String',
      meaning: 'So many characters of a text from one on, counted from 1, as far as there are any.',
      examples: [
        { expression: 'Mid("Elizabeth", 1, 1)', result: 'E' },
        { expression: 'Mid("John", 3, 10)', result: 'hn' },
      ],
    },
    (given) => {
      const start = startOf(given, 1);
      const length = given.wholeNumber(2);
      if (length < 0) throw given.failure(2, `is ${length}, but cannot be negative`);
      return part(given.text(0), start - 1, length);
    },
  ),
  eager(
    {
      name: 'InStr',
      parameters: [
        { key: 'value1' },
        { key: 'value2' },
        { key: 'start', type: 'Integer', optional: true },
        { key: 'compareType', optional: true },
      ],
      dialect,
      returns: 'Integer',
      meaning:
        'Where the second text first occurs in the first, counted from 1, or 0 where it does not. It is looked for from ' +
        '`start` on, with case unless `compareType` is vbTextCompare.',
      examples: [
        { expression: 'InStr("The quick brown fox", "quick")', result: 5 },
        { expression: 'InStr("repEated", "e", 3, vbBinaryCompare)', result: 7 },
        { expression: 'InStr("repEated", "e", 3, vbTextCompare)', result: 4 },
      ],
    },
    (given) => {
      const start = given.isGiven(2) ? startOf(given, 2) : 1;
      const fold = foldingOf(given, 3);
      return positionOf(fold(given.text(0)), fold(given.text(1)), start);
    },
    (constants) => {
      if (constants.isGiven(3)) foldingOf(constants, 3);
    },
  ),
  eager(
    {
      name: 'Word',
      parameters: [{ key: 'string' }, { key: 'wordNumber', type: 'Integer' }, { key: 'delimiters' }],
      dialect,
      returns: 'String',
      meaning:
        'One word of a text, counted from 1. Every character of `delimiters` ends a word, so that there is an empty one ' +
        'between two of them. Empty where there are too few words, and where the text has none of the delimiters.',
      examples: [
        { expression: 'Word("The quick brown fox", 3, " ")', result: 'brown' },
        { expression: 'Word("This,string!has&many separators", 3, ",!&#")', result: 'has' },
      ],
    },
    (given) => {
      const words = wordsOf(given.text(0), given.text(2));
      return words.length === 1 ? '' : (words[given.wholeNumber(1) - 1] ?? '');
    },
  ),
  eager(
    {
      name: 'StripSpaces',
      parameters: [{ key: 'source' }],
      dialect,
      returns: 'String',
      meaning: 'A text without its spaces; other white space stays.',
      examples: [{ expression: 'StripSpaces(" van der Hof")', result: 'vanderHof' }],
    },
    (given) => given.text(0).replaceAll(' ', ''),
  ),
];

function startOf(given: Arguments, index: number): number {
  const start = given.wholeNumber(index);
  if (start < 1) throw given.failure(index, `is ${start}, but characters are counted from 1`);
  return start;
}

/** Characters are UTF-16 units, as in .NET, but of one that is two of them no half is left at an end. */
const part = (text: string, start: number, length: number): string =>
  text.slice(start, start + length).replaceAll(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '');

const foldings: ReadonlyMap<string, (text: string) => string> = new Map([
  ['', (text) => text],
  ['vbBinaryCompare', (text) => text],
  ['vbTextCompare', folded],
]);

function foldingOf(given: Arguments, index: number): (text: string) => string {
  const name = given.text(index);
  const folding = foldings.get(name);
  if (!folding) throw given.failure(index, `is ${quoted(name)}, but has to be vbBinaryCompare or vbTextCompare`);
  return folding;
}

/** Each character by itself, and as long as before, so that positions stay. */
function folded(text: string): string {
  return text.replaceAll(/\p{Lu}/gu, (letter) => {
    const lower = letter.toLowerCase();
    return lower.length === letter.length ? lower : letter;
  });
}

function positionOf(text: string, wanted: string, start: number): number {
  if (wanted === '') return start <= text.length ? start : 0;
  const [first] = occurrences(text.slice(start - 1), wanted).take(1);
  return first === undefined ? 0 : start + first;
}

function wordsOf(text: string, delimiters: string): readonly string[] {
  const ending = new Set(delimiters);
  const words: string[] = [];
  let start = 0;
  let at = 0;
  for (const character of text) {
    if (ending.has(character)) {
      words.push(text.slice(start, at));
      start = at + character.length;
    }
    at += character.length;
  }
  return [...words, text.slice(start)];
}
