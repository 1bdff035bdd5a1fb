import { evaluate } from './testing/evaluate';

/** What stands for each letter in both cases, from the published table (entra-provisioning.md §4.2). */
const table: readonly [letters: string, lower: string, upper: string][] = [
  ['a ä à â ã å á ą ă ā ǟ ǡ å̄ a̱', 'a', 'A'],
  ['æ ǣ', 'ae', 'AE'],
  ['ç č ć c̄ c̱', 'c', 'C'],
  ['ď d̄ ḏ', 'd', 'D'],
  ['ğ ḡ g̱', 'g', 'G'],
  ['ë è é ê ę ě ė ē ḗ ḕ e̱', 'e', 'E'],
  ['ï î ì í ī', 'i', 'I'],
  ['ľ ł l̄ ḹ ḻ', 'l', 'L'],
  ['ñ ń ň n̄ ṉ', 'n', 'N'],
  ['ř r̄ ṟ ṝ', 'r', 'R'],
  ['š ś ș ş s̄ s̱', 's', 'S'],
  ['ť ț t̄ ṯ', 't', 'T'],
  ['ź ž ż z̄ ẕ', 'z', 'Z'],
  ['ö ò ő õ ô ó ō ȫ ǭ ȭ ȱ o̱', 'o', 'O'],
  ['ø ø̄ œ̄ œ', 'oe', 'OE'],
  ['ü ù û ú ů ű ū', 'u', 'U'],
  ['ÿ ý ȳ', 'y', 'Y'],
];

const others: readonly [text: string, result: string][] = [
  ['ß', 'ss'],
  ['ẞ', 'SS'],
  ['ı', 'i'],
  ['İ', 'I'],
  ['José García-López', 'Jose Garcia-Lopez'],
  ['Zoe\u0308', 'Zoe'],
  ['đ ð þ', 'đ ð þ'],
  ['Дмитрий Ёлкин', 'Дмитрий Ёлкин'],
  ['ガ 각 ά', 'ガ 각 ά'],
  ['½ ﬁ ①', '½ ﬁ ①'],
];

const normalized = (text: string) => evaluate('NormalizeDiacritics([text])', { text });

describe('diacritics', () => {
  it.each(table)('of %s are gone', (letters, lower, upper) => {
    const { length } = letters.split(' ');
    expect(normalized(letters)).toBe(Array<string>(length).fill(lower).join(' '));
    expect(normalized(letters.toUpperCase())).toBe(Array<string>(length).fill(upper).join(' '));
  });

  it.each(others)('of %s leave %s', (text, result) => {
    expect(normalized(text)).toBe(result);
  });

  it('of nothing are nothing', () => {
    expect(evaluate('NormalizeDiacritics([text])', { text: null })).toBe('');
  });
});
