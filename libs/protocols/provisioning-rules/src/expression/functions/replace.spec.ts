import type { Result } from '../value';
import { type Attributes, evaluate, failureOf } from './testing/evaluate';

const phone = '"\\\\+(?<isdCode>\\\\d* )(?<phoneNumber>\\\\d{10})"';
const values: Attributes = { absent: null, empty: '', many: ['a', 'b'], mobile: '+91 8887779999', dot: '.' };

const results: readonly [text: string, result: Result][] = [
  ['Replace("Product Developer","Product Developer", , , "Software Engineer", , )', 'Software Engineer'],
  ['Replace("aXbX", "X", , , "xX")', 'axXbxX'],
  ['Replace("aaa", "aa", , , "b")', 'ba'],
  ['Replace("abc", "B", , , "x")', 'abc'],
  ['Replace("a.b", [dot], , , "")', 'ab'],
  ['Replace("abc", "", , , "x")', 'abc'],
  ['Replace("abc", [absent], , , "x")', 'abc'],
  ['Replace([absent], "a", , , "x")', ''],
  ['Replace("abc", "b", , , [absent])', 'ac'],
  ['Replace("abc", "b", , , "$&$1")', 'a$&$1c'],
  ['Replace([absent], "<u>", , , , , "<u>@b.c")', '@b.c'],
  ['Replace("j", "<u>", , , , , "<u>.<u>@b.c")', 'j.j@b.c'],
  ['Replace("+1 (999) 888-7777", , "[()\\\\s-]+", , "", , )', '+19998887777'],
  [
    'Join("",1000,Replace(ConvertToUTF8Hex("00aa00aa-bb11-cc22-dd33-44ee44ee44ee"), ,"[a-zA-Z_]*", ,"", , ))',
    '100030306161303061612626231312636332322646433332343465653434656534346565',
  ],
  ['Replace("abc", , "x", , "y")', 'abc'],
  ['Replace([absent], , "a", , "y")', ''],
  ['Replace("abc", , ".*", , "x")', 'x'],
  ['Replace("abc", , "", , "-")', '-a-b-c-'],
  ['Replace("a1b22", , "\\\\d*", , "#")', '#a#b#'],
  [
    'Replace("John Smith", , "(?<first>\\\\w+) (\\\\w+)", , "$1, ${first} $$ ${2} $3 ${x} $")',
    'Smith, John $ John $3 ${x} $',
  ],
  ['Replace("ab", , "(?<a>a)|(?<b>b)", , "[${a}${b}]")', '[a][b]'],
  ['Replace("ab", , "(?<1>a)(b)", , "[$1$0]")', '[aab]'],
  ['Replace("ab", , "(a)(x)?", , "[$2]")', '[]b'],
  ['Replace("a.b", , [dot], , "x")', 'xxx'],
  ['Replace("[id-7]", , "\\\\[id-[0-9]]", , "x")', 'x'],
  ['Replace("É", , "(?i)é", , "x")', 'x'],
  ['Replace("jsmith@contoso.com", , "(?<Suffix>@(.)*)", "Suffix", "", , )', 'jsmith'],
  ['Replace("Tremont Street", , "(?<n>^\\\\d*)", "n", "888 ", , )', '888 Tremont Street'],
  ['Replace("a1 b2", , "[a-z](?<n>\\\\d)", "n", "${n}#", , )', 'a${n}# b${n}#'],
  ['Replace("ab", , "(?<a>a)|(?<b>b)", "b", "x", , )', 'ax'],
  ['Replace("ab", , "(a)(b)", "2", "x", , )', 'ax'],
  [`Replace("kept", , ${phone}, "phoneNumber" , , [mobile], )`, 'kept'],
  [`Replace([absent], , ${phone}, "phoneNumber" , , [mobile], )`, '8887779999'],
  [`Replace([empty], , ${phone}, "phoneNumber" , , [absent], )`, null],
  [`Replace([empty], , "(?<a>x)?8", "a" , , [mobile], )`, null],
];

const failures: readonly [text: string, message: string | RegExp][] = [
  ['Replace([many], "a", , , "b")', /^Replace: source has many values/],
  ['Replace("a", "a")', /^Replace: source cannot be replaced in: give Find with Replacement or Template/],
  ['Replace("a", , "a")', /^Replace: source cannot be replaced in/],
  [
    'Replace("a", , [dot], "g", "x")',
    'Replace: RegularExpressionGroupName is "g", which is no group of the expression',
  ],
];

const unsupported: readonly [pattern: string, problem: string][] = [
  ['a(?=b)', 'has "(?=", but look-around and back-references are not supported'],
  ['a(?!b)', 'has "(?!", but look-around and back-references are not supported'],
  ['(?<=a)b', 'has "(?<=a)b", but look-around and back-references are not supported'],
  ['(?<!a)b', 'has "(?<!a)b", but look-around and back-references are not supported'],
  ['(a)\\1', 'has "\\\\1", but look-around and back-references are not supported'],
  ['(?<x>a)\\k<x>', 'has "\\\\k", but look-around and back-references are not supported'],
  ['(a', 'is no regular expression: missing closing ): "(a"'],
  ['a**', 'is no regular expression: invalid nested repetition operator: "**"'],
  ['[a-z-[aeiou]]', 'takes characters out of a class, which is not supported'],
  ['[\\w-[\\d_]]', 'takes characters out of a class, which is not supported'],
  ['[-'.repeat(5000), `is no regular expression: missing closing ]: "${'[-'.repeat(20)}…"`],
  ['('.repeat(5000) + ')'.repeat(5000), 'is no regular expression: expression nests too deeply'],
  ['('.repeat(5000), `is no regular expression: missing closing ): "${'('.repeat(40)}…"`],
  ['a'.repeat(10_001), 'has more than 10000 characters'],
];

describe('Replace', () => {
  it.each(results)('%s comes to %j', (text, result) => {
    expect(evaluate(text, values)).toEqual(result);
  });

  it.each(failures)('%s fails', (text, message) => {
    expect(failureOf(text, values)).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  });

  it.each(unsupported)('does not take the expression %#', (pattern, problem) => {
    expect(failureOf('Replace("a", , [pattern], , "b")', { pattern })).toBe(`Replace: RegularExpression ${problem}`);
    const constant = `Replace([a], , ${JSON.stringify(pattern)}, , "b")`;
    if (pattern.length < 5000)
      expect(() => evaluate(constant)).toThrow(`Replace: RegularExpression ${problem} (at 15)`);
  });
});

describe('Replace of hostile texts', () => {
  const a = 'a'.repeat(50_000);

  const lengthOf = (text: string, pattern: string) =>
    String(evaluate('Replace([text], , [pattern], , "x")', { text, pattern })).length;

  it.each(['(a+)+$', '(a|aa)+$', '(.*a){12}$', '((a+)+)+$', '(a*)*$'])('is in time for %s', (pattern) => {
    const started = performance.now();
    expect(lengthOf(a, pattern)).toBe(1);
    expect(lengthOf(`${a}b`, pattern)).toBeGreaterThan(a.length);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('fails before it takes long', () => {
    expect(failureOf('Replace([a], , "(?:a|b|.)*(?:a?){400}c|a", , "x")', { a })).toBe(
      'Replace: RegularExpression takes too long to be matched in a text of 50000 characters',
    );
    expect(failureOf('Replace([b], , ".*b|a", , "x")', { b: a.slice(0, 9999) })).toMatch(/takes too long/);
    expect(evaluate('Replace([b], , "[b ]", , "")', { b: 'ab '.repeat(1000) })).toBe('a'.repeat(1000));
  });

  it('fails before a text is too long', () => {
    const tooLong = 'Replace: the text that it makes has more than 1000000 characters';
    expect(failureOf('Replace([a], "a", , , [a])', { a })).toBe(tooLong);
    expect(failureOf('Replace([a], "a", , , , , [a])', { a })).toBe(tooLong);
    expect(failureOf('Replace([b], , "a", , [b])', { b: a.slice(0, 2000) })).toBe(tooLong);
    expect(failureOf('Replace([b], , "(?<n>a)", "n", [b])', { b: a.slice(0, 2000) })).toBe(tooLong);
  });
});
