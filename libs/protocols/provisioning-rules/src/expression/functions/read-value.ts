import { EvaluationFailed } from '../expression-error';
import type { Value } from '../value';

/** The argument that a value is given for, as a failure names it. */
export interface Place {
  readonly functionName: string;
  readonly argument: string | null;
}

/** Whether an attribute is absent: a list of no values is. */
export const isNull = (value: Value): value is null => value === null || (Array.isArray(value) && value.length === 0);

export const isNullOrEmpty = (value: Value): boolean => isNull(value) || value === '';

/**
 * What a single value says as text, for numbers and texts are taken for each other (entra-provisioning.md §4.1). An
 * absent one is an empty text.
 *
 * @throws EvaluationFailed for many values and for a complex one
 */
export function textOf(value: Value, place: Place): string {
  if (isNull(value)) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  const problem = Array.isArray(value) ? 'has many values: take one with Item, or join them' : 'is a complex value';
  throw new EvaluationFailed(place.functionName, place.argument, problem);
}

/** @throws EvaluationFailed for what is not a whole number, be it a text of digits */
export function wholeNumberOf(value: Value, place: Place): number {
  const text = textOf(value, place).trim();
  if (/^[+-]?\d{1,15}$/.test(text)) return Number(text) + 0;
  const found = text === '' ? 'is empty' : `is ${quoted(text)}`;
  throw new EvaluationFailed(place.functionName, place.argument, `${found}, but has to be a whole number`);
}

/** True of the text `True` in any case, as attributes come in several (entra-provisioning.md §4.1). */
export const isTrue = (text: string): boolean => /^true$/i.test(text);

export const truth = (holds: boolean): 'True' | 'False' => (holds ? 'True' : 'False');

const longestQuote = 40;

/** A value as a message shows it: long ones are cut. */
export const quoted = (text: string): string =>
  JSON.stringify(text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text);
