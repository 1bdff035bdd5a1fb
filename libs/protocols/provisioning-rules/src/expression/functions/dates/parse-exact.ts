import type { FormatLetter, FormatToken } from './date-format';
import { indexOfName, monthNames, shortName, weekdayNames } from './date-names';
import type { DateStyles } from './date-styles';
import { calendarDateOf, type CalendarDate, type DateTime, dateTimeOf, dayNumberOf, weekdayOf } from './date-time';
import { hourOf, ticksOf } from './parse-date';

/** A date that was read, and whether it said that it was in UTC or how far from it. */
export interface ReadDate {
  readonly date: DateTime;
  readonly isUtc: boolean;
}

interface Fields {
  year?: number;
  month?: number;
  day?: number;
  weekday?: number;
  hour?: number;
  twelfth?: number;
  minute?: number;
  second?: number;
  ticks?: number;
  half?: 'A' | 'P';
  /** In minutes. */
  offset?: number;
}

interface Reading {
  readonly shape: (count: number) => RegExp;
  /** Empty texts are not read. */
  readonly read: (text: string) => Fields;
}

const numbers = (name: keyof Fields): Reading => ({
  shape: (count) => (count === 1 ? /\d{1,2}/y : /\d{2}/y),
  read: (text) => ({ [name]: Number(text) }),
});

function fractions(least: (count: number) => number): Reading {
  return {
    shape: (count) => new RegExp(`\\d{${least(count)},${count}}`, 'y'),
    read: (text) => ({ ticks: ticksOf(text) }),
  };
}

/** Years of two digits are taken for 1950 to 2049, as .NET does. */
const fullYear = (text: string): number => Number(text) + (text.length > 2 ? 0 : Number(text) < 50 ? 2000 : 1900);

function years(count: number): RegExp {
  if (count === 1) return /\d{1,2}/y;
  return count === 3 ? /\d{3,4}/y : new RegExp(`\\d{${count}}`, 'y');
}

const withNames = (numeric: Reading, names: readonly string[], read: (index: number) => Fields): Reading => ({
  shape: (count) => {
    if (count < 3) return numeric.shape(count);
    return new RegExp(names.map((name) => (count === 3 ? shortName(name) : name)).join('|'), 'iy');
  },
  read: (text) => {
    const index = indexOfName(names, text);
    return index === undefined ? numeric.read(text) : read(index);
  },
});

const offsets: readonly RegExp[] = [/[+-]\d{1,2}/y, /[+-]\d{2}/y, /[+-]\d{2}:?\d{2}/y];

function offsetOf(text: string): Fields {
  const [hours = '0', minutes = '0'] = text.match(/\d{1,2}/g) ?? [];
  const offset = Number(minutes) > 59 ? Infinity : Number(hours) * 60 + Number(minutes);
  return { offset: text.startsWith('-') ? -offset : offset };
}

const readings: Readonly<Record<FormatLetter, Reading>> = {
  y: { shape: years, read: (text) => ({ year: fullYear(text) }) },
  M: withNames(numbers('month'), monthNames, (index) => ({ month: index + 1 })),
  d: withNames(numbers('day'), weekdayNames, (index) => ({ weekday: index })),
  H: numbers('hour'),
  h: numbers('twelfth'),
  m: numbers('minute'),
  s: numbers('second'),
  f: fractions((count) => count),
  F: fractions(() => 0),
  t: {
    shape: (count) => (count === 1 ? /[AP]/iy : /[AP]M/iy),
    read: (text) => ({ half: text.toUpperCase().startsWith('A') ? 'A' : 'P' }),
  },
  z: { shape: (count) => offsets[Math.min(count, 3) - 1] ?? /[^]/y, read: offsetOf },
  K: { shape: () => /(?:Z|[+-]\d{2}:?\d{2})?/iy, read: offsetOf },
  Z: { shape: () => /Z/y, read: offsetOf },
};

/**
 * Reads a date that is written in just the given format, as .NET's `ParseExact`.
 *
 * @param now what a text lacks of the date is taken from: all of it, or the year; else it is the first
 * @returns undefined where it is not in that format, or tells a date that no calendar has
 */
export function parseExact(
  text: string,
  format: readonly FormatToken[],
  styles: DateStyles,
  now: DateTime,
): ReadDate | undefined {
  const fields = readFields(trimmed(text, styles), format, styles);
  const date = fields && dateFrom(fields, styles.today ? calendarDateOf(now) : { year: 1, month: 1, day: 1 });
  return date && { date, isUtc: fields.offset !== undefined };
}

function trimmed(text: string, { leadingWhite, trailingWhite }: DateStyles): string {
  const led = leadingWhite ? text.trimStart() : text;
  return trailingWhite ? led.trimEnd() : led;
}

function readFields(text: string, format: readonly FormatToken[], styles: DateStyles): Fields | undefined {
  const fields: Fields = {};
  const tokens = styles.innerWhite ? format.filter((token) => !isWhite(token)) : format;
  let position = 0;
  for (const [index, token] of tokens.entries()) {
    if (styles.innerWhite) position = afterWhite(text, position);
    const end = token.letter
      ? readField(text, position, token, fields)
      : readSign(text, position, token.text, tokens[index + 1]);
    if (end === undefined) return undefined;
    position = end;
  }
  return position === text.length ? fields : undefined;
}

const isWhite = ({ letter, text }: FormatToken): boolean => letter === null && text.trim() === '';

const afterWhite = (text: string, position: number): number => text.length - text.slice(position).trimStart().length;

/** A point before digits that may be left out may be left out with them. */
function readSign(text: string, position: number, sign: string, next: FormatToken | undefined): number | undefined {
  if (text.startsWith(sign, position)) return position + sign.length;
  return sign === '.' && next?.letter === 'F' ? position : undefined;
}

/** Two parts that tell the same have to agree. */
function readField(text: string, position: number, token: FormatToken, fields: Fields): number | undefined {
  const { shape, read } = readings[token.letter ?? 'Z'];
  const reading = shape(token.count);
  reading.lastIndex = position;
  const [part] = reading.exec(text) ?? [];
  if (part === undefined) return undefined;
  const found: Fields = part === '' ? {} : read(part);
  for (const [name, value] of Object.entries(found) as [keyof Fields, never][]) {
    if (fields[name] !== undefined && fields[name] !== value) return undefined;
    fields[name] = value;
  }
  return position + part.length;
}

function dateFrom(fields: Fields, today: CalendarDate): DateTime | undefined {
  const { minute = 0, second = 0, ticks = 0, offset } = fields;
  const date = calendarDateFrom(fields, today);
  const days = dayNumberOf(date);
  const hour = hourFrom(fields);
  if (days === undefined || hour === undefined) return undefined;
  if (fields.weekday !== undefined && fields.weekday !== weekdayOf(days)) return undefined;
  return dateTimeOf(date, { hour, minute, second, ticks }, offset);
}

function calendarDateFrom({ year, month, day }: Fields, today: CalendarDate): CalendarDate {
  if (year === undefined && month === undefined && day === undefined) return today;
  return { year: year ?? today.year, month: month ?? 1, day: day ?? 1 };
}

/** With no AM or PM, twelve of `h` is midnight. */
function hourFrom({ hour, twelfth, half }: Fields): number | undefined {
  if (twelfth === undefined) return hour === undefined ? 0 : hourOf(hour, half);
  if (twelfth > 12) return undefined;
  const known = hourOf(twelfth, half ?? 'A');
  return hour === undefined || hour === known ? known : undefined;
}
