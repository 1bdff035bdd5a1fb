import { evaluate, failureOf } from '../testing/evaluate';

const filetimes: readonly [date: string, filetime: string][] = [
  ['2020-12-31T23:59:59-08:00', '132539615990000000'],
  ['2020-12-31 23:59:59-08:00', '132539615990000000'],
  ['2025-12-31T23:59:59-08:00', '134117279990000000'],
  ['2025-12-31T23:59:59-05:00', '134117171990000000'],
  ['2025-08-15T23:59:59-08:00', '133998047990000000'],
  ['2030-01-15T23:59:59-05:00', '135392435990000000'],
  ['2050-01-15T23:59:59-05:00', '141703955990000000'],
  ['2099-12-31T23:59:59-04:00', '157469327990000000'],
  ['1601-01-01', '0'],
  ['1601-01-01T00:00:00.0000001Z', '1'],
  ['9999-12-31T23:59:59.9999999Z', '2650467743999999999'],
];

describe('a file time', () => {
  it.each(filetimes)('of %s is %s', (date, filetime) => {
    expect(evaluate('NumFromDate([date])', { date })).toBe(filetime);
    expect(evaluate('DateFromNum([filetime])', { filetime })).toBe(evaluate('CDate([date])', { date }));
  });

  it('is read from a number, too', () => {
    expect(evaluate('DateFromNum(129699324000000000)')).toBe('1/1/2012 11:00:00 PM');
    expect(evaluate('DateFromNum(0)')).toBe('1/1/1601 12:00:00 AM');
  });

  it('is absent where the date is, and the other way round', () => {
    expect(evaluate('NumFromDate([date])', { date: null })).toBeNull();
    expect(evaluate('DateFromNum([filetime])', { filetime: '' })).toBeNull();
  });

  it.each([
    ['NumFromDate("1600-12-31")', 'NumFromDate: value is before 1601, where file times begin'],
    ['NumFromDate("never")', 'NumFromDate: value is "never", which is no date'],
    ...['9223372036854775807', '2650467744000000000', '-1', 'a', '1'.repeat(30)].map((filetime) => [
      `DateFromNum("${filetime}")`,
      `DateFromNum: value is "${filetime}", which is the file time of no date between the years 1601 and 9999`,
    ]),
  ])('fails for %s', (text, message) => {
    expect(failureOf(text)).toBe(message);
  });
});
