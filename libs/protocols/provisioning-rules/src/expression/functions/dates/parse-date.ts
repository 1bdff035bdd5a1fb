import { indexOfName, monthNames, weekdayNames } from './date-names';
import {
  type CalendarDate,
  type DateTime,
  dateTimeOf,
  dayNumberOf,
  midnight,
  type TimeOfDay,
  weekdayOf,
} from './date-time';

const weekday = '(?:(?<weekday>[a-z]{3,9}),? +)?';

/** With names of groups that say what each number is. */
const dates = [
  String.raw`(?<year>\d{4})(?<mark>[-/])(?<month>\d{1,2})\k<mark>(?<day>\d{1,2})`,
  String.raw`(?<month>\d{1,2})(?<mark>[-/])(?<day>\d{1,2})\k<mark>(?<year>\d{4})`,
  String.raw`${weekday}(?<day>\d{1,2})[ -](?<monthName>[a-z]{3,9})[ -](?<year>\d{4})`,
  String.raw`${weekday}(?<monthName>[a-z]{3,9}) (?<day>\d{1,2}),? (?<year>\d{4})`,
];
const clock = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.(?<fraction>\d{1,20}))?)?(?: *(?<half>[AP]M))?`;
const zone = String.raw`(?<zone>Z|GMT|UTC|(?<sign>[+-])(?<zoneHour>\d{2})(?::?(?<zoneMinute>\d{2}))?)`;

const shapes = dates.map((date) => new RegExp(`^${date}(?:(?:T| +)${clock})?(?: *${zone})?$`, 'i'));

const longestDate = 100;

type Parts = Readonly<Partial<Record<string, string>>>;

/**
 * Reads a date as .NET would with no culture: ISO 8601 with `T` or blank, `M/d/yyyy h:mm:ss tt`, `d MMM yyyy`, RFC 1123
 * and the like. What tells no offset is in UTC, and a date with no time is midnight, at its offset
 * (entra-provisioning.md §4.5).
 *
 * @returns undefined for what is no date, or one that no calendar has
 */
export function parseDate(text: string): DateTime | undefined {
  const trimmed = text.trim();
  if (trimmed.length > longestDate) return undefined;
  for (const shape of shapes) {
    const parts = shape.exec(trimmed)?.groups;
    if (parts) return fromParts(parts);
  }
  return undefined;
}

function fromParts(parts: Parts): DateTime | undefined {
  const date = dateFrom(parts);
  const time = timeFrom(parts);
  return date && time && isOnWeekday(date, parts) ? dateTimeOf(date, time, offsetFrom(parts)) : undefined;
}

function dateFrom({ year, month, monthName, day }: Parts): CalendarDate | undefined {
  const index = monthName === undefined ? Number(month) - 1 : indexOfName(monthNames, monthName);
  return index === undefined ? undefined : { year: Number(year), month: index + 1, day: Number(day) };
}

function isOnWeekday(date: CalendarDate, { weekday: name }: Parts): boolean {
  if (name === undefined) return true;
  const days = dayNumberOf(date);
  return days !== undefined && indexOfName(weekdayNames, name) === weekdayOf(days);
}

function timeFrom({ hour, minute, second = '0', fraction = '', half }: Parts): TimeOfDay | undefined {
  if (hour === undefined) return midnight;
  const shown = hourOf(Number(hour), half);
  return shown === undefined
    ? undefined
    : { hour: shown, minute: Number(minute), second: Number(second), ticks: ticksOf(fraction) };
}

/** The hour of the day, from one that stands beside AM or PM; undefined for 13 AM and the like. */
export function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour;
  if (half.toUpperCase().startsWith('P')) return hour < 12 ? hour + 12 : hour;
  return hour > 12 ? undefined : hour % 12;
}

/** 100 nanoseconds from the digits after the point; what is finer is cut. */
export const ticksOf = (digits: string): number => Number(digits.slice(0, 7).padEnd(7, '0'));

/** In minutes; an offset of more than 59 minutes beside the hours makes it one that there is not. */
function offsetFrom({ sign, zoneHour = '0', zoneMinute = '0' }: Parts): number {
  if (Number(zoneMinute) > 59) return Infinity;
  const minutes = Number(zoneHour) * 60 + Number(zoneMinute);
  return sign === '-' ? -minutes : minutes;
}
