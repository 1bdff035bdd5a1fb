import { badRequest } from '../scim-error';
import type { Attribute } from '../schema/attribute';

type Simple = string | number | boolean;

const dateTime = /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/;
const base64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** PostgreSQL keeps neither NUL nor half a surrogate pair, and no client means them. */
const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

const isText = (value: unknown): value is string => typeof value === 'string' && isStorable(value);

/** Azure AD sends booleans as texts in one of its dialects (scim.md §1.4 rule 2). */
const asBoolean = (value: unknown): unknown =>
  typeof value === 'string' && /^(true|false)$/i.test(value) ? value.toLowerCase() === 'true' : value;

const fits: Readonly<Record<Exclude<Attribute['type'], 'complex'>, (value: unknown) => boolean>> = {
  string: isText,
  reference: isText,
  dateTime: (value) => isText(value) && dateTime.test(value) && !Number.isNaN(Date.parse(value)),
  binary: (value) => isText(value) && base64.test(value),
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isSafeInteger(value),
  decimal: (value) => typeof value === 'number' && Number.isFinite(value),
};

const names: Readonly<Record<Exclude<Attribute['type'], 'complex'>, string>> = {
  string: 'a text',
  reference: 'a reference, which is a text',
  dateTime: 'a date and time such as 2026-01-31T12:00:00Z',
  binary: 'base64',
  boolean: 'true or false',
  integer: 'a whole number',
  decimal: 'a number',
};

/** @throws ScimError `invalidValue` that names the path and what it takes */
export function simpleValue({ type }: Attribute, given: unknown, path: string): Simple {
  if (type === 'complex') throw new TypeError(`${path} is complex`);
  const value = type === 'boolean' ? asBoolean(given) : given;
  if (fits[type](value)) return value as Simple;
  throw badRequest('invalidValue', `"${path}" takes ${names[type]}.`);
}
