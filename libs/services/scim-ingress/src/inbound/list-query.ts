import { badRequest } from '@waybill/scim';
import type { FastifyRequest } from 'fastify';

const parameters = ['filter', 'startIndex', 'count', 'attributes', 'excludedAttributes'] as const;

/** The parameters of a request, as texts; all others are not looked at (RFC 7644 §3.4.2, §3.9). */
export type ListQuery = { readonly [name in (typeof parameters)[number]]?: string };

/**
 * Reads the parameters of any request. Writes ask here too, before they write: whoever is refused has changed nothing.
 *
 * @throws ScimError `invalidValue` for a parameter that is given twice, or that excludes another
 */
export function listQueryOf({ query }: FastifyRequest): ListQuery {
  const given = query as Record<string, string | string[] | undefined>;
  const read: { -readonly [name in keyof ListQuery]: ListQuery[name] } = {};
  for (const name of parameters) {
    const value = given[name];
    if (Array.isArray(value)) throw badRequest('invalidValue', `"${name}" is given more than once.`);
    if (value !== undefined) read[name] = value;
  }
  if (read.attributes !== undefined && read.excludedAttributes !== undefined) {
    throw badRequest('invalidValue', '"attributes" and "excludedAttributes" exclude each other.');
  }
  return read;
}
