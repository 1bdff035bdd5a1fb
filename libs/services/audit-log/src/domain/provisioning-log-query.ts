import { DomainError } from '@waybill/decider';
import { type Condition, ODataError, parseODataFilter, type ProvisioningObjectSummary } from '@waybill/graph';
import { z } from 'zod';

/** What the log can be filtered by. */
export const filterable = ['sourceIdentity/id', 'jobId', 'changeId', 'provisioningStatusInfo/status'] as const;

/** The last record of a page: what comes after it is the next page. */
export interface PageKey {
  readonly at: string;
  readonly id: string;
}

/** Asks for a page of the provisioning log, newest first. */
export class ReadProvisioningLog {
  constructor(
    readonly conditions: readonly Condition[],
    readonly top: number,
    readonly after: PageKey | undefined,
  ) {}
}

export interface ProvisioningLogPage {
  readonly records: readonly ProvisioningObjectSummary[];
  /** Undefined on the last page. */
  readonly next: PageKey | undefined;
}

const defaultTop = 50;
const largestTop = 1_000;

/** The query options of a request, as they were given. */
export type QueryOptions = Readonly<Record<string, string | undefined>>;

/**
 * Reads the query options of Graph's list.
 *
 * @throws DomainError `invalid` that names the option and what is wrong with it
 */
export function parseQuery(options: QueryOptions): ReadProvisioningLog {
  for (const [name, value] of Object.entries(options)) {
    if (typeof value !== 'string') throw invalid(`${name} is given more than once`);
    if (!['$filter', '$top', '$skiptoken', '$orderby'].includes(name)) throw invalid(`${name} is not supported`);
  }
  const order = options.$orderby;
  if (order !== undefined && order.trim() !== 'activityDateTime desc') {
    throw invalid(`$orderby: "${order}" is not supported; "activityDateTime desc" is`);
  }
  return new ReadProvisioningLog(conditionsIn(options.$filter), topIn(options.$top), afterIn(options));
}

function conditionsIn(filter: string | undefined): Condition[] {
  if (filter === undefined) return [];
  try {
    return parseODataFilter(filter, filterable);
  } catch (error) {
    throw error instanceof ODataError ? invalid(error.message) : error;
  }
}

function topIn(top: string | undefined): number {
  if (top === undefined) return defaultTop;
  const number = Number(top);
  if (/^\d+$/.test(top) && number >= 1 && number <= largestTop) return number;
  throw invalid(`$top: "${top}" is not a number from 1 to ${largestTop}`);
}

const pageKey = z.object({
  at: z.iso.datetime(),
  id: z.uuid(),
  filter: z.string(),
});

function afterIn({ $skiptoken: token, $filter = '' }: QueryOptions): PageKey | undefined {
  if (token === undefined) return undefined;
  try {
    const key = pageKey.parse(JSON.parse(Buffer.from(token, 'base64url').toString()));
    if (key.filter === $filter) return key;
  } catch {
    // Told like a token of another filter: whose it is makes no difference.
  }
  throw invalid('$skiptoken is not one that this list has given for this $filter');
}

/** The token of the page after a key; it holds for the filter it was given for. */
export const skipTokenOf = ({ at, id }: PageKey, filter = ''): string =>
  Buffer.from(JSON.stringify({ at, id, filter })).toString('base64url');

const invalid = (message: string) => new DomainError('invalid', 'audit-log.query-option', message);
