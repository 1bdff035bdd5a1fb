import { instantOf } from './instant';
import { compilePattern } from './pattern';

/** Says of one value of an attribute, as text, whether it is what an operator asks for. */
export type ValueTest = (text: string, now: string) => boolean;

/** A test made ready for the value a filter gives, or what stands against that value, as the end of a sentence. */
export type Preparation = { readonly test: ValueTest } | { readonly problem: string };

const always =
  (compare: (text: string, operand: string) => boolean) =>
  (operand: string): Preparation => ({ test: (text) => compare(text, operand) });

export const equal = always((text, operand) => text === operand);
export const includes = always((text, operand) => text.includes(operand));
export const isWithin = always((text, operand) => operand.includes(text));
export const endsWith = always((text, operand) => text.endsWith(operand));

export const isWord = (word: string) => (): Preparation => ({ test: (text) => text.toLowerCase() === word });

export function matches(operand: string): Preparation {
  const pattern = compilePattern(operand);
  return 'test' in pattern ? pattern : { problem: `takes a regular expression, but ${pattern.problem}` };
}

/** Whether a text is a whole number from 0, of any length. */
export const isWholeNumber = (text: string): boolean => /^\d+$/.test(text);

/** Compared by their digits, because the largest cannot be held exactly. */
export const wholeNumber =
  (compare: (order: number) => boolean) =>
  (operand: string): Preparation => {
    if (!isWholeNumber(operand)) return { problem: 'takes a whole number from 0' };
    const other = significant(operand);
    return { test: (text) => isWholeNumber(text) && compare(orderOf(significant(text), other)) };
  };

const significant = (digits: string): string => digits.replace(/^0+(?=\d)/, '');

function orderOf(one: string, other: string): number {
  if (one.length !== other.length) return one.length - other.length;
  return one === other ? 0 : one < other ? -1 : 1;
}

export const isDate = (text: string): boolean => instantOf(text) !== undefined;

const relative = /^now(?:\s*([+-])\s*(\d{1,6})\s*d)?$/i;
const day = 86_400_000;

/** The operand is an ISO 8601 date, or counts days from now. */
export const date =
  (compare: (difference: number) => boolean) =>
  (operand: string): Preparation => {
    const instant = operandInstant(operand.trim());
    if (!instant) return { problem: 'takes an ISO 8601 date, or now, now+14d or now-30d' };
    return {
      test: (text, now) => {
        const one = instantOf(text);
        const other = instant(now);
        return one !== undefined && other !== undefined && compare(one - other);
      },
    };
  };

function operandInstant(operand: string): ((now: string) => number | undefined) | undefined {
  const [counted, sign, days = '0'] = relative.exec(operand) ?? [];
  if (counted !== undefined) {
    const offset = Number(days) * (sign === '-' ? -day : day);
    return (now) => {
      const instant = instantOf(now);
      return instant === undefined ? undefined : instant + offset;
    };
  }
  const fixed = instantOf(operand);
  return fixed === undefined ? undefined : () => fixed;
}
