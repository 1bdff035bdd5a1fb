import type { Attribute } from '../schema/attribute';
import { badRequest } from '../scim-error';
import type { Literal, Operator } from './filter';
import { instantOf } from './instant';
import type { ValuePlace } from './value-place';

type Order = 'eq' | 'gt' | 'ge' | 'lt' | 'le';
type Part = 'co' | 'sw' | 'ew';

/** What a value is compared with, and how; the literal is what the attribute's values are. `ne` is `eq` negated. */
export type Comparison =
  | { readonly as: 'text'; readonly operator: Order | Part; readonly value: string; readonly caseExact: boolean }
  | { readonly as: 'number'; readonly operator: Order; readonly value: number }
  /** Milliseconds since 1970. */
  | { readonly as: 'instant'; readonly operator: Order; readonly value: number }
  | { readonly as: 'boolean'; readonly operator: 'eq'; readonly value: boolean };

interface Kind {
  readonly as: Comparison['as'];
  readonly operators: readonly Operator[];
  /** What a literal is for an attribute of this type; undefined for one that does not fit. */
  readonly convert: (literal: Literal) => Comparison['value'] | undefined;
  readonly takes: string;
}

const order: readonly Operator[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];
const part: readonly Operator[] = ['co', 'sw', 'ew'];

const asText = (literal: Literal) => (typeof literal === 'string' ? literal : undefined);
const asNumber = (literal: Literal) => (typeof literal === 'number' ? literal : undefined);
const asInstant = (literal: Literal) => (typeof literal === 'string' ? instantOf(literal) : undefined);

/** A boolean may be asked for as a text (scim.md §1.4 rule 2). */
function asBoolean(literal: Literal): boolean | undefined {
  if (typeof literal === 'string' && /^(true|false)$/i.test(literal)) return literal.toLowerCase() === 'true';
  return typeof literal === 'boolean' ? literal : undefined;
}

const text = { as: 'text', operators: [...order, ...part], convert: asText, takes: 'a text' } as const;
const number = { as: 'number', operators: order, convert: asNumber, takes: 'a number' } as const;

const kinds: Readonly<Record<Exclude<Attribute['type'], 'complex'>, Kind>> = {
  string: text,
  reference: text,
  binary: { ...text, operators: ['eq', 'ne', ...part] },
  integer: number,
  decimal: number,
  dateTime: {
    as: 'instant',
    operators: order,
    convert: asInstant,
    takes: 'a date and time such as "2026-01-31T12:00:00Z"',
  },
  boolean: { as: 'boolean', operators: ['eq', 'ne'], convert: asBoolean, takes: 'true or false' },
};

/** Base64 that differs in the case of a letter is another value (RFC 7643 §2.3.6). */
export const isCaseExact = ({ type, caseExact }: Attribute): boolean => caseExact || type === 'binary';

/**
 * The comparison of a simple attribute with a literal that is not null.
 *
 * @param operator as it was asked; `ne` gives the comparison that it negates
 * @returns undefined where the literal is a text that none can be equal to, because it cannot be stored
 * @throws ScimError `invalidFilter` for an operator or a literal that the attribute's type does not take
 */
export function checkedComparison(
  { path, attribute }: ValuePlace,
  operator: Operator,
  literal: Literal,
): Comparison | undefined {
  const { type } = attribute;
  if (type === 'complex') throw new TypeError(`${path} is complex`);
  const { as, operators, convert, takes } = kinds[type];
  if (!operators.includes(operator)) {
    throw badRequest('invalidFilter', `"${path}" takes ${operators.join(', ')} and pr, not ${operator}.`);
  }
  const value = convert(literal);
  if (value === undefined) throw badRequest('invalidFilter', `"${path}" is compared with ${takes}.`);
  if (typeof value === 'string' && !isStorable(value)) return undefined;
  const positive = operator === 'ne' ? 'eq' : operator;
  return {
    as,
    operator: positive,
    value,
    ...(as === 'text' ? { caseExact: isCaseExact(attribute) } : {}),
  } as Comparison;
}

/** PostgreSQL keeps neither NUL nor half a surrogate pair. */
const isStorable = (value: string): boolean => !value.includes('\0') && value.isWellFormed();
