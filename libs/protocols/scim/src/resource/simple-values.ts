import { badRequest } from '../scim-error';
import type { Attribute } from '../schema/attribute';

type Simple = string | number | boolean;

const dateTime = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?$/;
const base64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** PostgreSQL keeps neither NUL nor half a surrogate pair, and no client means them. */
export const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

export const isText = (value: unknown): value is string => typeof value === 'string' && isStorable(value);

/** Whether a text is an xsd:dateTime with date and time, of a day that there was (RFC 7643 §2.3.5). */
export function isDateTime(text: string): boolean {
  const [, year = '', month = '', day = ''] = dateTime.exec(text) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return (
    year !== '' && year !== '0000' && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
  );
}

/** Base64 in either alphabet, filled up or not (RFC 4648 §3.2); no number of bytes leaves a single character over. */
function isBase64(text: string): boolean {
  const filled = text.indexOf('=');
  return base64.test(text) && (filled < 0 ? text.length % 4 !== 1 : text.length % 4 === 0);
}

/** Azure AD sends booleans as texts in one of its dialects (scim.md §1.4 rule 2). */
const asBoolean = (value: unknown): unknown =>
  typeof value === 'string' && /^(true|false)$/i.test(value) ? value.toLowerCase() === 'true' : value;

type SimpleType = Exclude<Attribute['type'], 'complex'>;

const fits: Readonly<Record<SimpleType, (value: unknown) => boolean>> = {
  string: isText,
  reference: isText,
  dateTime: (value) => isText(value) && isDateTime(value),
  binary: (value) => isText(value) && isBase64(value),
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isSafeInteger(value),
  decimal: (value) => typeof value === 'number' && Number.isFinite(value),
};

const names: Readonly<Record<SimpleType, string>> = {
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
