import type { Arguments } from '../arguments';
import { quoted } from '../read-value';
import { type DateTime, dateText } from './date-time';
import { parseDate } from './parse-date';

/** @throws EvaluationFailed where an argument is no date */
export function dateOf(given: Arguments, index: number): DateTime {
  const text = given.text(index);
  const date = parseDate(text);
  if (date) return date;
  throw given.failure(index, text === '' ? 'is empty, but has to be a date' : `is ${quoted(text)}, which is no date`);
}

/** @throws EvaluationFailed for what is undefined, as being outside of the calendar */
export function dateTextOf(date: DateTime | undefined, given: Arguments, index: number): string {
  if (date) return dateText(date);
  throw given.failure(index, 'leads to a date that is not between the years 1 and 9999');
}
