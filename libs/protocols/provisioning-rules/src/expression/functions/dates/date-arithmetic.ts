import { type Arguments, eager } from '../arguments';
import { isNullOrEmpty, quoted } from '../read-value';
import {
  calendarDateOf,
  type DateTime,
  dateTimeOf,
  daysInMonth,
  secondsPerDay,
  timeOfDayOf,
  weekdayOf,
  withinCalendar,
} from './date-time';
import { dateOf, dateTextOf } from './read-date';

interface Interval {
  /** Undefined for a date outside of the calendar. */
  readonly add: (date: DateTime, count: number) => DateTime | undefined;
  readonly between: (from: DateTime, to: DateTime) => number;
}

const intervals: ReadonlyMap<string, Interval> = new Map([
  ['yyyy', ofMonths(12, yearOf)],
  ['m', ofMonths(1, monthOf)],
  ['d', ofSeconds(secondsPerDay)],
  ['ww', { add: ofSeconds(7 * secondsPerDay).add, between: (from, to) => weekOf(to) - weekOf(from) }],
  ['h', ofSeconds(3600)],
  ['n', ofSeconds(60)],
  ['s', ofSeconds(1)],
]);

/** Functions that reckon with dates, as those of Visual Basic do (entra-provisioning.md §4.5). */
export const dateArithmeticFunctions = [
  eager(
    {
      name: 'DateAdd',
      parameters: [{ key: 'interval' }, { key: 'value', type: 'Integer' }, { key: 'dateTime', type: 'DateTime' }],
      dialect: 'azure-ad',
      returns: 'DateTime',
      meaning:
        'A date with so many intervals added, or taken off where their number is negative: yyyy are years, m months, d ' +
        'days, ww weeks, h hours, n minutes and s seconds. A day that a month does not have is its last one. Absent where ' +
        'the date is absent or empty.',
      examples: [
        { expression: 'DateAdd("m", 10, CDate("2012-03-16-07:00"))', result: '1/16/2013 7:00:00 AM' },
        { expression: 'DateAdd("m", 1, "2025-01-31")', result: '2/28/2025 12:00:00 AM' },
      ],
    },
    (given) => {
      const interval = intervalOf(given);
      const count = given.wholeNumber(1);
      if (isNullOrEmpty(given.value(2))) return null;
      return dateTextOf(interval.add(dateOf(given, 2), count), given, 1);
    },
    checkInterval,
  ),
  eager(
    {
      name: 'DateDiff',
      parameters: [{ key: 'interval' }, { key: 'date1', type: 'DateTime' }, { key: 'date2', type: 'DateTime' }],
      dialect: 'azure-ad',
      returns: 'Integer',
      meaning:
        'How many intervals the second date is after the first, as a negative number where it is before. d (days), h, n ' +
        '(minutes) and s count those that are whole; yyyy (years), m (months) and ww (weeks from Sunday on) those that ' +
        'begin in between. Fails where a date is absent.',
      examples: [
        { expression: 'DateDiff("d", "2021-08-18", "2021-08-31")', result: 13 },
        { expression: 'DateDiff("ww", "8/25/2021 5:41:18 PM", CDate("2012-03-16-07:00"))', result: -493 },
      ],
    },
    (given) => intervalOf(given).between(dateOf(given, 1), dateOf(given, 2)) + 0,
    checkInterval,
  ),
];

function intervalOf(given: Arguments): Interval {
  const name = given.text(0);
  const interval = intervals.get(name);
  if (!interval) throw given.failure(0, `is ${quoted(name)}, but has to be one of ${[...intervals.keys()].join(' ')}`);
  return interval;
}

function checkInterval(constants: Arguments): void {
  if (constants.isGiven(0)) intervalOf(constants);
}

function ofSeconds(length: number): Interval {
  return {
    add: ({ seconds, ticks }, count) => withinCalendar({ seconds: seconds + count * length, ticks }),
    between: (from, to) => Math.trunc(wholeSeconds(from, to) / length),
  };
}

function wholeSeconds(from: DateTime, to: DateTime): number {
  const seconds = to.seconds - from.seconds;
  const ticks = to.ticks - from.ticks;
  return Math.sign(seconds) * Math.sign(ticks) < 0 ? seconds + Math.sign(ticks) : seconds;
}

function ofMonths(length: number, numberOf: (date: DateTime) => number): Interval {
  return {
    add: (date, count) => addMonths(date, count * length),
    between: (from, to) => numberOf(to) - numberOf(from),
  };
}

function addMonths(date: DateTime, count: number): DateTime | undefined {
  const months = monthOf(date) + count;
  const year = Math.floor(months / 12);
  const month = months - year * 12 + 1;
  const day = Math.min(calendarDateOf(date).day, daysInMonth(year, month));
  return dateTimeOf({ year, month, day }, timeOfDayOf(date));
}

function yearOf(date: DateTime): number {
  return calendarDateOf(date).year;
}

/** Months since the beginning of the calendar. */
function monthOf(date: DateTime): number {
  const { year, month } = calendarDateOf(date);
  return year * 12 + month - 1;
}

/** Weeks begin on Sundays. */
function weekOf({ seconds }: DateTime): number {
  const day = Math.floor(seconds / secondsPerDay);
  return Math.round((day - weekdayOf(day)) / 7);
}
