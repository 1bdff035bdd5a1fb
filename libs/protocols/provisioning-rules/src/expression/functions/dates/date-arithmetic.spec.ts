import { evaluate, failureOf } from '../testing/evaluate';

const start = '2012-03-16-07:00';
const added: readonly [interval: string, value: number, date: string, result: string][] = [
  ['d', 7, start, '3/23/2012 7:00:00 AM'],
  ['d', -10, start, '3/6/2012 7:00:00 AM'],
  ['ww', 2, start, '3/30/2012 7:00:00 AM'],
  ['m', 10, start, '1/16/2013 7:00:00 AM'],
  ['yyyy', 2, start, '3/16/2014 7:00:00 AM'],
  ['h', -8, start, '3/15/2012 11:00:00 PM'],
  ['n', 90, start, '3/16/2012 8:30:00 AM'],
  ['s', 61, start, '3/16/2012 7:01:01 AM'],
  ['m', 1, '2025-01-31', '2/28/2025 12:00:00 AM'],
  ['m', 1, '2024-01-31', '2/29/2024 12:00:00 AM'],
  ['m', -2, '2024-01-31', '11/30/2023 12:00:00 AM'],
  ['m', -1, '2024-01-15', '12/15/2023 12:00:00 AM'],
  ['m', 11, '2024-01-31', '12/31/2024 12:00:00 AM'],
  ['yyyy', 1, '2024-02-29', '2/28/2025 12:00:00 AM'],
  ['yyyy', -2023, '2024-02-29', '2/28/0001 12:00:00 AM'],
  ['d', 0, '8/25/2021 5:41:18 PM', '8/25/2021 5:41:18 PM'],
];

const later = '8/25/2021 5:41:18 PM';
const differences: readonly [interval: string, date1: string, date2: string, result: number][] = [
  ['d', '2021-08-18+08:00', '2021-08-31+08:00', 13],
  ['d', later, start, -3449],
  ['ww', later, start, -493],
  ['m', later, start, -113],
  ['yyyy', later, start, -9],
  ['d', start, start, 0],
  ['h', '2021-08-24', '2021-08-25', 24],
  ['n', '2021-08-24', '2021-08-25', 1440],
  ['s', '2021-08-24', '2021-08-25', 86_400],
  ['d', '2021-08-24T12:00', '2021-08-25T11:59', 0],
  ['d', '2021-08-25T11:59', '2021-08-24T12:00', 0],
  ['s', '2021-08-24T00:00:00.9', '2021-08-24T00:00:02.8', 1],
  ['s', '2021-08-24T00:00:02.8', '2021-08-24T00:00:00.9', -1],
  ['s', '2021-08-24T00:00:00.8', '2021-08-24T00:00:02.9', 2],
  ['ww', '2021-08-21', '2021-08-22', 1],
  ['ww', '2021-08-22', '2021-08-28', 0],
  ['ww', '1969-12-27', '1969-12-28', 1],
  ['m', '2021-01-31', '2021-02-01', 1],
  ['yyyy', '2021-12-31', '2022-01-01', 1],
];

describe('DateAdd', () => {
  it.each(added)('of %s %d to %s is %s', (interval, value, date, result) => {
    expect(evaluate('DateAdd([interval], [value], [date])', { interval, value, date })).toBe(result);
    expect(evaluate('DateAdd([interval], [value], [date])', { interval, value: String(value), date })).toBe(result);
  });

  it('is absent where the date is', () => {
    expect(evaluate('DateAdd("d", 1, [date])', { date: null })).toBeNull();
  });

  it.each([
    ['DateAdd("d", 1, "2023-02-29")', 'dateTime is "2023-02-29", which is no date'],
    ['DateAdd("d", "", "2023-02-28")', 'value is empty, but has to be a whole number'],
    ['DateAdd("yyyy", 8000, "2023-02-28")', 'value leads to a date that is not between the years 1 and 9999'],
    ['DateAdd("m", -99999, "2023-02-28")', 'value leads to a date that is not between the years 1 and 9999'],
    ['DateAdd("s", 999999999999999, "2023-02-28")', 'value leads to a date that is not between the years 1 and 9999'],
    ['DateAdd([interval], 1, "2023-02-28")', 'interval is "D", but has to be one of yyyy m d ww h n s'],
  ])('fails for %s', (text, problem) => {
    expect(failureOf(text, { interval: 'D' })).toBe(`DateAdd: ${problem}`);
  });
});

describe('DateDiff', () => {
  it.each(differences)('in %s from %s to %s is %d', (interval, date1, date2, result) => {
    expect(evaluate('DateDiff([interval], [date1], [date2])', { interval, date1, date2 })).toBe(result);
  });

  it.each([
    ['DateDiff("d", [absent], "2021-08-24")', 'date1 is empty, but has to be a date'],
    ['DateDiff("d", "2021-08-24", CDate([absent]))', 'date2 is empty, but has to be a date'],
    ['DateDiff("d", "2021-08-24", "soon")', 'date2 is "soon", which is no date'],
    ['DateDiff([absent], "2021-08-24", "2021-08-24")', 'interval is "", but has to be one of yyyy m d ww h n s'],
  ])('fails for %s', (text, problem) => {
    expect(failureOf(text, { absent: null })).toBe(`DateDiff: ${problem}`);
  });
});
