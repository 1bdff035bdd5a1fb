import { badRequest } from '@waybill/scim';
import { assertReadable } from './body-limits';
import { assertOneProjection, type ScimQuery } from './asked';

const message = 'urn:ietf:params:scim:api:messages:2.0:searchrequest';
const texts = ['filter', 'cursor', 'sortBy', 'sortOrder'] as const;
const numbers = ['startIndex', 'count'] as const;
const lists = ['attributes', 'excludedAttributes'] as const;

/**
 * Reads the parameters of a list out of the body of a `.search`, names in any letter case (RFC 7644 §3.4.3).
 *
 * @throws ScimError `invalidSyntax` for what is no SearchRequest, `invalidValue` for a parameter of another type
 */
export function searchQueryOf(body: unknown): ScimQuery {
  assertReadable(body);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequest('invalidSyntax', 'The body is not a JSON object.');
  }
  const members = new Map(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value as unknown]));
  assertMessage(members.get('schemas'));
  const query = Object.fromEntries([
    ...texts.flatMap((name) => taken(name, members, isText, 'a text')),
    ...numbers.flatMap((name) => taken(name, members, Number.isInteger, 'a whole number')),
    ...lists.flatMap((name) => taken(name, members, isListOfTexts, 'a list of texts')),
  ]) as ScimQuery;
  assertOneProjection(query);
  return query;
}

function assertMessage(schemas: unknown): void {
  const isNamed = Array.isArray(schemas) && schemas.some((urn) => isText(urn) && urn.toLowerCase() === message);
  if (!isNamed) {
    throw badRequest('invalidSyntax', '"schemas" must name urn:ietf:params:scim:api:messages:2.0:SearchRequest.');
  }
}

function taken(
  name: string,
  members: ReadonlyMap<string, unknown>,
  fits: (value: unknown) => boolean,
  takes: string,
): [string, string][] {
  const value = members.get(name.toLowerCase());
  if (isUnassigned(value)) return [];
  if (!fits(value)) throw badRequest('invalidValue', `"${name}" takes ${takes}.`);
  return [[name, [value as string | number | string[]].flat().join(',')]];
}

/** Null, absent and an empty list are one state (RFC 7643 §2.5). */
const isUnassigned = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

const isText = (value: unknown): value is string => typeof value === 'string';

const isListOfTexts = (value: unknown): boolean => isText(value) || (Array.isArray(value) && value.every(isText));
