import { badRequest } from '../scim-error';

/** A page of a list (RFC 7644 §3.4.2, RFC 9865 §2.1). */
export interface ListResponse {
  readonly schemas: readonly string[];
  readonly totalResults: number;
  /** Where the page begins, for one by index. */
  readonly startIndex?: number;
  readonly itemsPerPage: number;
  /** Leads to the next page, for one by cursor; not on the last. */
  readonly nextCursor?: string;
  readonly Resources: readonly unknown[];
}

/** Where a page is in its list. */
export interface PageOf {
  readonly totalResults: number;
  readonly startIndex?: number;
  readonly nextCursor?: string | undefined;
}

export const listResponse = (
  resources: readonly unknown[],
  { totalResults, startIndex, nextCursor }: PageOf,
): ListResponse => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults,
  ...(startIndex === undefined ? {} : { startIndex }),
  itemsPerPage: resources.length,
  ...(nextCursor === undefined ? {} : { nextCursor }),
  Resources: resources,
});

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

const mostNumber = 2 ** 31 - 1;

function wholeNumber(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined || text === '') return fallback;
  // Whatever is beyond that is beyond every list.
  if (/^-?\d+$/.test(text)) return Math.max(-1, Math.min(Number(text), mostNumber));
  throw badRequest('invalidValue', `"${name}" takes a whole number.`);
}
