import { monthNames, shortName, weekdayNames } from './date-names';
import {
  type CalendarDate,
  calendarDateOf,
  type DateTime,
  secondsPerDay,
  type TimeOfDay,
  timeOfDayOf,
  weekdayOf,
} from './date-time';
import type { FormatLetter, FormatToken } from './date-format';

interface Told extends CalendarDate, TimeOfDay {
  readonly weekday: number;
  /** Whether the text told that it was in UTC, be it by an offset. */
  readonly isUtc: boolean;
}

type Print = (told: Told, count: number) => string;

const padded = (number: number, count: number): string => String(number).padStart(count, '0');

const numeric =
  (numberOf: (told: Told) => number): Print =>
  (told, count) =>
    padded(numberOf(told), Math.min(count, 2));

const named = (names: readonly string[], index: number, count: number): string => {
  const name = names[index] ?? '';
  return count === 3 ? shortName(name) : name;
};

const fraction: Print = ({ ticks }, count) => padded(ticks, 7).slice(0, count);

const prints: Readonly<Record<FormatLetter, Print>> = {
  y: ({ year }, count) => (count < 3 ? padded(year % 100, count) : padded(year, count)),
  M: ({ month }, count) => (count < 3 ? padded(month, count) : named(monthNames, month - 1, count)),
  d: ({ day, weekday }, count) => (count < 3 ? padded(day, count) : named(weekdayNames, weekday, count)),
  H: numeric(({ hour }) => hour),
  h: numeric(({ hour }) => hour % 12 || 12),
  m: numeric(({ minute }) => minute),
  s: numeric(({ second }) => second),
  f: fraction,
  F: (told, count) => fraction(told, count).replace(/0+$/, ''),
  t: ({ hour }, count) => (hour < 12 ? 'AM' : 'PM').slice(0, count),
  // Everything is in UTC, and so is the clock of the service.
  z: (_, count) => ['+0', '+00', '+00:00'][Math.min(count, 3) - 1] ?? '',
  K: ({ isUtc }) => (isUtc ? 'Z' : ''),
  Z: () => 'Z',
};

/**
 * A date in a custom format of .NET, with English names.
 *
 * @param isUtc whether it is known that it is in UTC, as `K` tells
 */
export function formatDate(date: DateTime, isUtc: boolean, format: readonly FormatToken[]): string {
  const weekday = weekdayOf(Math.floor(date.seconds / secondsPerDay));
  const told: Told = { ...calendarDateOf(date), ...timeOfDayOf(date), weekday, isUtc };
  let text = '';
  for (const { letter, count, text: sign } of format) {
    const piece = letter ? prints[letter](told, count) : sign;
    // A point before digits that are left out is left out with them.
    if (letter === 'F' && piece === '' && text.endsWith('.')) text = text.slice(0, -1);
    text += piece;
  }
  return text;
}
