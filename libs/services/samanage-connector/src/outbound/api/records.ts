import type { Calls } from './calls';
import type { Answer } from './exchange';
import { SamanageFailure } from './samanage-failure';

/** A record of Samanage with the number it goes by; its other members are read where they are needed. */
export interface SamanageRecord {
  readonly id: number;
  readonly [member: string]: unknown;
}

type Resource = 'user' | 'group' | 'role' | 'membership';

const largestPage = 100;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Some answers wrap a record in its name, and some numbers come as texts (samanage-api.md §1.2, §2.2). */
function recordOf(value: unknown, resource: Resource): SamanageRecord | undefined {
  const record =
    isRecord(value) && isRecord(value[resource]) && Object.keys(value).length === 1 ? value[resource] : value;
  if (!isRecord(record)) return undefined;
  const id = Number(record.id);
  return Number.isSafeInteger(id) ? { ...record, id } : undefined;
}

/** @throws SamanageFailure `ambiguous` for an answer without a record: the call was taken, and nobody knows how */
export function recordIn({ body }: Answer, resource: Resource): SamanageRecord {
  const record = recordOf(body, resource);
  if (record) return record;
  throw unreadable('ambiguous', `a ${resource} without an id`);
}

/** @throws SamanageFailure `unavailable` for an answer that is no list */
export function recordsIn({ body }: Answer, resource: Resource): SamanageRecord[] {
  if (Array.isArray(body)) return body.flatMap((row) => recordOf(row, resource) ?? []);
  throw unreadable('unavailable', 'a list that is none');
}

const unreadable = (kind: 'ambiguous' | 'unavailable', what: string) =>
  new SamanageFailure(
    kind,
    'SystemForCrossDomainIdentityManagementServiceIncompatible',
    `Samanage answered with ${what}`,
  );

/** One page of a list, and how the list goes on. */
export interface Page {
  readonly records: readonly SamanageRecord[];
  /** From 1. */
  readonly number: number;
  readonly isLast: boolean;
  /** How many records Samanage says there are in all pages; undefined where it does not. */
  readonly total: number | undefined;
}

/**
 * Walks through the pages of a list. A page may be shorter than was asked for without being the last
 * (samanage-api.md §2.6), and rows move between pages while names change (§8.9): a record may come twice, or not at all.
 */
export async function* pagesOf(
  calls: Pick<Calls, 'read'>,
  resource: Resource,
  filter: Readonly<Record<string, string>> = {},
): AsyncGenerator<Page> {
  for (let number = 1; ; number += 1) {
    const query = new URLSearchParams({ ...filter, per_page: String(largestPage), page: String(number) });
    const answer = await calls.read(`/${resource}s.json?${query.toString()}`);
    const records = recordsIn(answer, resource);
    const isLast = records.length === 0 || number >= (numberIn(answer, 'x-total-pages') ?? 1);
    yield { records, number, isLast, total: numberIn(answer, 'x-total-count') };
    if (isLast) return;
  }
}

function numberIn({ headers }: Answer, name: string): number | undefined {
  const number = Number([headers[name]].flat()[0] ?? Number.NaN);
  return Number.isSafeInteger(number) ? number : undefined;
}
