import { type Arguments, eager } from '../arguments';
import { isNullOrEmpty, quoted } from '../read-value';
import { type DateTime, dateText, ticksPerSecond, withinCalendar } from './date-time';
import { dateOf } from './read-date';

const secondsFrom1601To1970 = 11_644_473_600;

/** Windows' FILETIME: 100 nanoseconds since 1601-01-01 in UTC, as a text of digits (entra-provisioning.md §4.5). */
export const filetimeFunctions = [
  eager(
    {
      name: 'DateFromNum',
      parameters: [{ key: 'value' }],
      dialect: 'azure-ad',
      returns: 'DateTime',
      meaning: 'The date of a Windows file time. Absent where that is absent or empty; fails where it is none.',
      examples: [{ expression: 'DateFromNum("129699324000000000")', result: '1/1/2012 11:00:00 PM' }],
    },
    (given) => (isNullOrEmpty(given.value(0)) ? null : dateText(fromFiletime(given))),
  ),
  eager(
    {
      name: 'NumFromDate',
      parameters: [{ key: 'value', type: 'DateTime' }],
      dialect: 'azure-ad',
      returns: 'Integer',
      meaning: 'The Windows file time of a date. Absent where that is absent or empty; fails where it is none.',
      examples: [{ expression: 'NumFromDate("2020-12-31 23:59:59-08:00")', result: '132539615990000000' }],
    },
    (given) => (isNullOrEmpty(given.value(0)) ? null : toFiletime(given)),
  ),
];

function fromFiletime(given: Arguments): DateTime {
  const text = given.text(0).trim();
  const date = /^\d{1,19}$/.test(text) ? dateFrom(BigInt(text)) : undefined;
  if (date) return date;
  throw given.failure(0, `is ${quoted(text)}, which is the file time of no date between the years 1601 and 9999`);
}

function dateFrom(filetime: bigint): DateTime | undefined {
  const seconds = Number(filetime / BigInt(ticksPerSecond)) - secondsFrom1601To1970;
  return withinCalendar({ seconds, ticks: Number(filetime % BigInt(ticksPerSecond)) });
}

function toFiletime(given: Arguments): string {
  const { seconds, ticks } = dateOf(given, 0);
  const since1601 = seconds + secondsFrom1601To1970;
  if (since1601 < 0) throw given.failure(0, 'is before 1601, where file times begin');
  return String(BigInt(since1601) * BigInt(ticksPerSecond) + BigInt(ticks));
}
