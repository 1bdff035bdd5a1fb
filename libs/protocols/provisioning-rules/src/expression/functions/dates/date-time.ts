/** A date and a time of day in UTC, as fine as .NET's: ticks are 100 nanoseconds. */
export interface DateTime {
  /** Whole seconds since 1970-01-01, negative before. */
  readonly seconds: number;
  /** From 0 to 9,999,999. */
  readonly ticks: number;
}

export interface CalendarDate {
  /** From 1 to 9999. */
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
}

export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ticks: number;
}

export const ticksPerSecond = 10_000_000;
export const secondsPerDay = 86_400;
const daysFrom0001To1970 = 719_162;
const daysInYears9999 = 3_652_059;
const longestOffset = 14 * 60;

export const midnight: TimeOfDay = { hour: 0, minute: 0, second: 0, ticks: 0 };

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** How many days a month has; none where there is no such month. */
export function daysInMonth(year: number, month: number): number {
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeapYear ? 29 : (lengths[month - 1] ?? 0);
}

/** Days since 1970-01-01, negative before; undefined for a date that no calendar has. */
export function dayNumberOf({ year, month, day }: CalendarDate): number | undefined {
  const isDate = year >= 1 && year <= 9999 && day >= 1 && day <= daysInMonth(year, month);
  return isDate ? daysBeforeYear(year) + daysBeforeMonth(year, month) + day - 1 - daysFrom0001To1970 : undefined;
}

function daysBeforeYear(year: number): number {
  const before = year - 1;
  return before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
}

function daysBeforeMonth(year: number, month: number): number {
  let days = 0;
  for (let each = 1; each < month; each += 1) days += daysInMonth(year, each);
  return days;
}

/**
 * When it is such a time on such a day.
 *
 * @param offset how far the clock is ahead of UTC, in minutes
 * @returns undefined for a date or time that there is not
 */
export function dateTimeOf(date: CalendarDate, time: TimeOfDay, offset = 0): DateTime | undefined {
  const days = dayNumberOf(date);
  if (days === undefined || !isTime(time) || Math.abs(offset) > longestOffset) return undefined;
  const seconds = days * secondsPerDay + time.hour * 3600 + (time.minute - offset) * 60 + time.second;
  return withinCalendar({ seconds, ticks: time.ticks });
}

const isTime = ({ hour, minute, second }: TimeOfDay): boolean => hour <= 23 && minute <= 59 && second <= 59;

/** Undefined for what is before the year 1 or after the year 9999. */
export function withinCalendar(dateTime: DateTime): DateTime | undefined {
  const days = Math.floor(dateTime.seconds / secondsPerDay) + daysFrom0001To1970;
  return days >= 0 && days < daysInYears9999 ? dateTime : undefined;
}

export function calendarDateOf({ seconds }: DateTime): CalendarDate {
  const date = new Date(seconds * 1000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

export function timeOfDayOf({ seconds, ticks }: DateTime): TimeOfDay {
  const ofDay = seconds - Math.floor(seconds / secondsPerDay) * secondsPerDay;
  return { hour: Math.floor(ofDay / 3600), minute: Math.floor(ofDay / 60) % 60, second: ofDay % 60, ticks };
}

/** From 0, Sunday. 1970-01-01 was a Thursday. */
export const weekdayOf = (dayNumber: number): number => (((dayNumber + 4) % 7) + 7) % 7;

/** As an expression tells a date: `M/d/yyyy h:mm:ss tt` in UTC (entra-provisioning.md §4.5). */
export function dateText(dateTime: DateTime): string {
  const { year, month, day } = calendarDateOf(dateTime);
  const { hour, minute, second } = timeOfDayOf(dateTime);
  const two = (number: number) => String(number).padStart(2, '0');
  const clock = `${hour % 12 || 12}:${two(minute)}:${two(second)} ${hour < 12 ? 'AM' : 'PM'}`;
  return `${month}/${day}/${String(year).padStart(4, '0')} ${clock}`;
}
