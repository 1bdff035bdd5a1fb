import { evaluate, failureOf } from './testing/evaluate';

const results: readonly [text: string, result: string][] = [
  ['ToLower([absent])', ''],
  ['ToLower("IŞIK")', 'işik'],
  ['ToLower("IŞIK", "")', 'işik'],
  ['ToLower("IŞIK", "tr")', 'ışık'],
  ['ToLower("ABC", "ja-JP")', 'abc'],
  ['ToUpper("i", "en-US")', 'I'],
  ['ToUpper([number])', '2'],
  ['PCase([absent])', ''],
  ['PCase(Join(" ", "GREGORY", "JAMES"))', 'Gregory James'],
  ['PCase("st john\'s hospital")', "St John'S Hospital"],
  ['Replace(PCase("st john\'s hospital"), "\'S", , , "\'s", , )', "St John's Hospital"],
  ['PCase("PABLO GONSALVES (SECOND)", " ")', 'Pablo Gonsalves (Second)'],
  ['PCase("o\'brien-o\'NEIL", [absent])', "O'Brien-O'Neil"],
  ['PCase("a b-c", "")', 'A b-c'],
  ['PCase("3rd-party £tax a_b")', '3Rd-Party £Tax A_B'],
  ['PCase("élise\tŁUKASZ\u00a0x")', 'Élise\tŁukasz\u00a0X'],
  ['PCase("𐐨𐐨")', '𐐀𐐨'],
];

describe('the functions of case', () => {
  it.each(results)('%s comes to %j', (text, result) => {
    expect(evaluate(text, { absent: null, number: 2 })).toBe(result);
  });

  it.each(['x_y', 'not a culture', 'zz-ZZ', '1'])('fail for the culture %j', (culture) => {
    const message = `culture is ${JSON.stringify(culture)}, which is no culture, such as ja-JP`;
    expect(failureOf('ToLower("a", [culture])', { culture })).toBe(`ToLower: ${message}`);
    expect(failureOf('ToUpper("a", [culture])', { culture })).toBe(`ToUpper: ${message}`);
  });

  it('fail for many values', () => {
    expect(failureOf('PCase([many])', { many: ['a', 'b'] })).toMatch(/^PCase: source has many values/);
  });
});
