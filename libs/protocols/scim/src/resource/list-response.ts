import { badRequest } from '../scim-error';

/** A page of a list (RFC 7644 §3.4.2). */
export interface ListResponse {
  readonly schemas: readonly string[];
  readonly totalResults: number;
  readonly startIndex: number;
  readonly itemsPerPage: number;
  readonly Resources: readonly unknown[];
}

export function listResponse(
  resources: readonly unknown[],
  { totalResults, startIndex }: { totalResults: number; startIndex: number },
): ListResponse {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}

/** Which part of a list is asked for; `startIndex` begins at 1. */
export interface Paging {
  readonly startIndex: number;
  readonly count: number;
}

/**
 * Reads `startIndex` and `count`: below 1 and below 0 mean 1 and 0, and more than `most` means `most`
 * (RFC 7644 §3.4.2.4).
 *
 * @throws ScimError `invalidValue` for what is no whole number
 */
export function parsePaging(query: { startIndex?: string; count?: string }, most: number): Paging {
  return {
    startIndex: Math.max(1, wholeNumber('startIndex', query.startIndex, 1)),
    count: Math.min(most, Math.max(0, wholeNumber('count', query.count, most))),
  };
}

function wholeNumber(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined || text === '') return fallback;
  // Whatever is beyond that is beyond every list.
  if (/^-?\d+$/.test(text)) return Math.max(-1, Math.min(Number(text), 2 ** 31 - 1));
  throw badRequest('invalidValue', `"${name}" takes a whole number.`);
}
