import { evaluate, failureOf } from '../testing/evaluate';

const now = '2025-07-30T10:00:00Z';
const known = 'yyyy-MM-dd HH:mm:ss.fffffff';

const written: readonly [format: string, text: string][] = [
  ['yyyy yyyyy yyy yy %y', '2009 02009 2009 09 9'],
  ['M MM MMM MMMM MMMMM', '6 06 Jun June June'],
  ['d dd ddd dddd ddddd', '5 05 Fri Friday Friday'],
  ['H HH h hh', '13 13 1 01'],
  ['m mm s ss', '4 04 9 09'],
  ['f ff fffffff F FF FFFFFFF', '1 12 1203000 1 12 1203'],
  ['t tt ttt', 'P PM PM'],
  ['z zz zzz zzzz', '+0 +00 +00:00 +00:00'],
  ["yyyy-MM-dd'T'HH:mm:ss", '2009-06-05T13:04:09'],
  ['yyyy-MM-ddTHH:mm:ssZ', '2009-06-05T13:04:09Z'],
  ["'day' d 'o''clock' \"it's\" \\d%d", "day 5 oclock it's d5"],
  ['M/d/yyyy h:mm:ss tt', '6/5/2009 1:04:09 PM'],
  ['xéK', 'xé'],
];

const read: readonly [source: string, format: string, result: string][] = [
  ['20150123105347.1Z', 'yyyyMMddHHmmss.fZ', '2015-01-23 10:53:47.1000000'],
  ['6/5/2009 01:45:30 PM', 'M/d/yyyy hh:mm:ss tt', '2009-06-05 13:45:30.0000000'],
  ['6/5/2009 12:45 a', 'M/d/yyyy h:mm t', '2009-06-05 00:45:00.0000000'],
  ['6/5/2009 12:45 PM', 'M/d/yyyy HH:mm tt', '2009-06-05 12:45:00.0000000'],
  ['6/5/2009 12', 'M/d/yyyy h', '2009-06-05 00:00:00.0000000'],
  ['5 jun 09', 'd MMM yy', '2009-06-05 00:00:00.0000000'],
  ['5 jun 50', 'd MMM y', '1950-06-05 00:00:00.0000000'],
  ['Friday 05 June 2009', 'dddd dd MMMM yyyy', '2009-06-05 00:00:00.0000000'],
  ['2009-06-05T13:45:30-07:00', 'yyyy-MM-ddTHH:mm:sszzz', '2009-06-05 20:45:30.0000000'],
  ['2009-06-05 -7', 'yyyy-MM-dd z', '2009-06-05 07:00:00.0000000'],
  ['2009-06-05 +0530', 'yyyy-MM-dd zzz', '2009-06-04 18:30:00.0000000'],
  ['2009-06-05+02', 'yyyy-MM-ddzz', '2009-06-04 22:00:00.0000000'],
  ['2009-06-05T00:00:00+02:00', 'yyyy-MM-ddTHH:mm:ssK', '2009-06-04 22:00:00.0000000'],
  ['2009-06-05T00:00:00', 'yyyy-MM-ddTHH:mm:ssK', '2009-06-05 00:00:00.0000000'],
  ['2009-06-05 1.5', 'yyyy-MM-dd s.FFF', '2009-06-05 00:00:01.5000000'],
  ['2009-06-05 1', 'yyyy-MM-dd s.FFF', '2009-06-05 00:00:01.0000000'],
  ['2009-06-05 1.', 'yyyy-MM-dd s.FFF', '2009-06-05 00:00:01.0000000'],
  [' 2009-06-05\t', 'yyyy-MM-dd', '2009-06-05 00:00:00.0000000'],
  ['at 5.6.', "'at' d.M.", '2025-06-05 00:00:00.0000000'],
  ['2009', 'yyyy', '2009-01-01 00:00:00.0000000'],
  ['13:45', 'HH:mm', '2025-07-30 13:45:00.0000000'],
  ['2 PM 14', 'h tt HH', '2025-07-30 14:00:00.0000000'],
  ['2009-06-05 05', 'yyyy-MM-dd dd', '2009-06-05 00:00:00.0000000'],
];

const unread: readonly [source: string, format: string][] = [
  ['2009-6-05', 'yyyy-MM-dd'],
  ['2009-06-05x', 'yyyy-MM-dd'],
  ['2009-02-29', 'yyyy-MM-dd'],
  ['2009/06/05', 'yyyy-MM-dd'],
  ['Monday 05 June 2009', 'dddd dd MMMM yyyy'],
  ['5 June 2009', 'd MMM yyyy'],
  ['2009-06-05 06', 'yyyy-MM-dd dd'],
  ['13:00 PM', 'hh:mm tt'],
  ['13:00 AM', 'HH:mm tt'],
  ['25:00', 'HH:mm'],
  ['2 AM 14', 'h tt HH'],
  ['13h 1', "HH'h' h"],
  ['2009-06-05+15:00', 'yyyy-MM-ddzzz'],
  ['2009-06-05+02:60', 'yyyy-MM-ddzzz'],
  ['2009-06-05', 'yyyy-MM-ddZ'],
  ['1.12', 's.f'],
  ['2009 -06', 'yyyy-MM'],
];

const styled: readonly [styles: string, source: string, format: string, result: string | undefined][] = [
  ['', ' 2009', 'yyyy', '2009-01-01'],
  ['None', '2009', 'yyyy', '2009-01-01'],
  ['None', ' 2009', 'yyyy', undefined],
  ['AllowLeadingWhite', ' 2009', 'yyyy', '2009-01-01'],
  ['AllowLeadingWhite', '2009 ', 'yyyy', undefined],
  ['AllowTrailingWhite, RoundtripKind', '2009 ', 'yyyy', '2009-01-01'],
  ['AllowInnerWhite', '2009  - 06', 'yyyy-MM', '2009-06-01'],
  ['AllowWhiteSpaces', ' 2009 06 ', 'yyyy - MM', undefined],
  ['AllowWhiteSpaces', ' 2009-06 ', 'yyyy - MM', '2009-06-01'],
  ['NoCurrentDateDefault', '10:00', 'HH:mm', '0001-01-01'],
  ['AssumeUniversal, AdjustToUniversal', '2009', 'yyyy', '2009-01-01'],
];

describe('FormatDateTime', () => {
  it.each(written)('writes %j as %j', (format, text) => {
    const source = '2009-06-05 13:04:09.1203000';
    const attributes = { source, known, format };
    expect(evaluate('FormatDateTime([source], , [known], [format])', attributes)).toBe(text);
    expect(evaluate('FormatDateTime([source], [known], [format])', attributes)).toBe(text);
  });

  it('leaves out digits that are naught, and the point before them', () => {
    const attributes = { source: '2009-06-05 00:00:00.0000000', known };
    expect(evaluate('FormatDateTime([source], [known], "s.FFF|s.fff|h tt")', attributes)).toBe('0|0.000|12 AM');
  });

  it.each([
    ['2009-06-05Z', 'yyyy-MM-ddK', '2009Z'],
    ['2009-06-05+02:00', 'yyyy-MM-ddzzz', '2009Z'],
    ['2009-06-05', 'yyyy-MM-dd', '2009'],
  ])('tells of %s in %s that it is in UTC: %s', (source, format, result) => {
    expect(evaluate('FormatDateTime([source], [format], "yyyyK")', { source, format })).toBe(result);
  });

  it.each(read)('reads %j in %j as %s', (source, format, result) => {
    expect(evaluate('FormatDateTime([source], , [format], [known])', { source, format, known }, { now })).toBe(result);
  });

  it.each(unread)('fails for %j in %j', (source, format) => {
    expect(failureOf('FormatDateTime([source], [format], [known])', { source, format, known })).toBe(
      `FormatDateTime: source is ${JSON.stringify(source)}, which is no date in the format ${JSON.stringify(format)}`,
    );
  });

  it.each(styled)('with the styles %j reads %j in %j as %s', (styles, source, format, result) => {
    const attributes = { styles, source, format };
    const text = 'FormatDateTime([source], [styles], [format], "yyyy-MM-dd")';
    if (result === undefined) expect(failureOf(text, attributes)).toMatch(/which is no date in the format/);
    else expect(evaluate(text, attributes)).toBe(result);
  });

  it.each([
    ['', 'is empty'],
    ['o', "is o, a standard format of .NET's, which is not supported; write %o for the letter"],
    ['ffffffff', 'has more than seven f or F'],
    ['yyyy gg', 'has the letter g, which is not supported'],
    ["yyyy 'x", 'has a quotation mark with no other one'],
    ['yyyy%', 'has % with nothing after it that it could stand for'],
    ['yyyy%%', 'has % with nothing after it that it could stand for'],
    ['yyyy\\', 'has \\ with nothing after it that it could stand for'],
    ['y'.repeat(101), 'has more than 100 characters'],
  ])('does not take the format %j', (format, problem) => {
    const attributes = { format, known };
    expect(failureOf('FormatDateTime("x", [format], [known])', attributes)).toBe(
      `FormatDateTime: inputFormat ${problem}`,
    );
    expect(failureOf('FormatDateTime("x", , [known], [format])', attributes)).toBe(
      `FormatDateTime: outputFormat ${problem}`,
    );
  });

  it('is absent where its source is, and fails where a format is missing', () => {
    expect(evaluate('FormatDateTime([source], , "yyyy", "yy")', { source: null })).toBeNull();
    expect(evaluate('FormatDateTime([source], "yyyy", "yy")', { source: '' })).toBeNull();
    expect(failureOf('FormatDateTime([source], , "yyyy")', { source: '2009' })).toBe(
      'FormatDateTime: outputFormat is empty',
    );
  });
});
