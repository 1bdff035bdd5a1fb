import { type Attributes, evaluate, failureOf } from './testing/evaluate';
import type { Result } from '../value';

const values: Attributes = {
  absent: null,
  empty: '',
  many: ['a', 'b'],
  none: [],
  complex: { value: 'a' },
  two: 2,
  family: 'Łukasz',
  face: 'a😀b',
};

const results: readonly [text: string, result: Result][] = [
  ['Append([absent], ".test")', '.test'],
  ['Append("a", [absent])', 'a'],
  ['Append([two], 1)', '21'],
  ['Append([none], [empty])', ''],
  ['Prepend([absent], "a")', 'a'],
  ['Left([absent], 3)', ''],
  ['Left("John", 10)', 'John'],
  ['Left("John", "2")', 'Jo'],
  ['Left([family], 1)', 'Ł'],
  ['Left([face], 2)', 'a'],
  ['Mid([face], 3, 2)', 'b'],
  ['Mid([absent], 1, 3)', ''],
  ['Mid("John", 5, 1)', ''],
  ['Mid("John", 1, 0)', ''],
  ['Mid("John", " 2 ", "+1")', 'o'],
  ['InStr([absent], "a")', 0],
  ['InStr("abc", [absent])', 1],
  ['InStr([empty], [empty])', 0],
  ['InStr("abc", "", 3)', 3],
  ['InStr("abc", "", 4)', 0],
  ['InStr("abcabc", "a", 2)', 4],
  ['InStr("abc", "a", 9)', 0],
  ['InStr("aBc", "b")', 0],
  ['InStr("aBc", "b", , vbTextCompare)', 2],
  ['InStr("İxÉ", "é", 1, vbTextCompare)', 3],
  ['InStr("aabaaab", "aaab")', 4],
  ['Word("a b c", 3, " ")', 'c'],
  ['Word("a b c", 4, " ")', ''],
  ['Word("a b c", -1, " ")', ''],
  ['Word("abc", 1, " ")', ''],
  ['Word("abc", 1, "")', ''],
  ['Word([absent], 1, " ")', ''],
  ['Word("a,,b", 2, ",")', ''],
  ['Word("a😀b", 2, "😀")', 'b'],
  ['StripSpaces(" a\u00a0b c ")', 'a\u00a0bc'],
  ['StripSpaces([absent])', ''],
  ['CStr([two])', '2'],
  ['CStr([absent])', ''],
  ['IsString([two])', 'True'],
  ['IsString([absent])', 'False'],
  ['IsString([many])', 'False'],
  ['IsString([complex])', 'False'],
  ['Redact([many])', ['a', 'b']],
  ['Redact([absent])', null],
  ['ConvertToBase64([absent])', ''],
  ['ConvertToBase64("é😀")', '6QA92ADe'],
  ['ConvertFromBase64("6QA92ADe")', 'é😀'],
  ['ConvertFromBase64(ConvertToBase64("\ufeffa"))', '\ufeffa'],
  ['ConvertFromBase64([absent])', ''],
  ['ConvertFromBase64("SGVsbG8=", ASCII)', 'Hello'],
  ['ConvertFromBase64(" SGVs\nbG8= ", UTF8)', 'Hello'],
  ['ConvertToUTF8Hex("é€😀")', 'C3A9E282ACF09F9880'],
];

const failures: readonly [text: string, message: string][] = [
  ['Append([many], "a")', 'Append: source has many values: take one with Item, or join them'],
  ['Append("a", [complex])', 'Append: suffix is a complex value'],
  ['Left("a", "b")', 'Left: numChars is "b", but has to be a whole number'],
  ['Left("a", [absent])', 'Left: numChars is empty, but has to be a whole number'],
  ['Left("a", "1.5")', 'Left: numChars is "1.5", but has to be a whole number'],
  ['Mid("a", 0, 1)', 'Mid: start is 0, but characters are counted from 1'],
  ['Mid("a", 1, -1)', 'Mid: length is -1, but cannot be negative'],
  ['InStr("a", "a", 0)', 'InStr: start is 0, but characters are counted from 1'],
  ['InStr("a", "a", 1, [two])', 'InStr: compareType is "2", but has to be vbBinaryCompare or vbTextCompare'],
  ['Word("a b", "x", " ")', 'Word: wordNumber is "x", but has to be a whole number'],
  ['CStr([many])', 'CStr: value has many values: take one with Item, or join them'],
  ['ConvertFromBase64("YQ")', 'ConvertFromBase64: source is "YQ", which is no Base64'],
  ['ConvertFromBase64("YWFh")', 'ConvertFromBase64: source is no text in Unicode'],
  ['ConvertFromBase64("/w==", UTF8)', 'ConvertFromBase64: source is no text in UTF8'],
  ['ConvertFromBase64("w6k=", ASCII)', 'ConvertFromBase64: source is no text in ASCII'],
];

describe('the functions of texts', () => {
  it.each(results)('%s comes to %j', (text, result) => {
    expect(evaluate(text, values)).toEqual(result);
  });

  it.each(failures)('%s fails', (text, message) => {
    expect(failureOf(text, values)).toBe(message);
  });

  it('give the default domain, or fail where there is none', () => {
    expect(evaluate('DefaultDomain()')).toBe('contoso.com');
    expect(failureOf('DefaultDomain()', {}, { defaultDomain: null })).toBe(
      "DefaultDomain: the job's settings do not give a default domain",
    );
  });

  it.each([
    'Append([long], [long])',
    'Join("-", [long], [long])',
    'Join([long], "a", "b", "c")',
    'ConvertToBase64([long])',
    'ConvertToUTF8Hex([long])',
  ])('%s is not made where it would be too long', (text) => {
    const long = 'a'.repeat(600_000);
    expect(failureOf(text, { long })).toMatch(/^\w+: the text that it makes has more than 1000000 characters$/);
  });

  it.each([
    ['A===', 'A==='],
    ['AA==AA==', 'AA==AA=='],
    ['AAA-', 'AAA-'],
  ])('do not take %s for Base64', (text, shown) => {
    expect(failureOf('ConvertFromBase64([text])', { text })).toBe(
      `ConvertFromBase64: source is "${shown}", which is no Base64`,
    );
  });

  it('read long texts from Base64', () => {
    expect(evaluate('ConvertFromBase64([text])', { text: 'YQBhAGEA'.repeat(100_000) })).toBe('a'.repeat(300_000));
  });

  it('look for texts that are made to be looked for long', () => {
    const text = 'a'.repeat(1_000_000);
    const wanted = `${'a'.repeat(250_000)}b${'a'.repeat(250_000)}`;
    expect(evaluate('InStr([text], [wanted])', { text, wanted })).toBe(0);
    expect(evaluate('InStr([text], [wanted])', { text: text + wanted.slice(250_000), wanted })).toBe(750_001);
  });
});
