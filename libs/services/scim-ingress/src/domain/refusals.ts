import type { RequestRefused } from '@waybill/contracts';
import type { Command, Decider } from '@waybill/decider';

export type Refusal = RequestRefused['data'];

export interface RecordRefusal extends Command {
  readonly type: 'record-refusal';
  readonly refusal: Refusal;
}

/** The requests to a job's endpoint that were refused, one after another. Whether there is such a job was asked before. */
export const refusals: Decider<RecordRefusal, null, RequestRefused> = {
  name: 'refusals',
  stream: ({ jobId }) => `refusals-${jobId}`,
  initialState: () => null,
  evolve: () => null,
  decide: ({ refusal }) => [{ type: 'directory.request-refused', data: refusal }],
};

/** What a request to a job's endpoint was about, as far as its address tells. */
export interface RefusedPlace {
  readonly jobId: string;
  /** Below the job's base, without the query. */
  readonly path: string;
  /** The first name in the path; empty where there is none. */
  readonly endpoint: string;
  /** The second, where it is an id. */
  readonly subjectId: string | null;
}

const longestPath = 200;
const longestReason = 500;

const address = /^\/scim\/([^/?#]+)(?:\/v2(?=[/?#]|$))?([^?#]*)/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @returns undefined for an address that names no job */
export function placeOf(url: string): RefusedPlace | undefined {
  const [, jobId, path = ''] = address.exec(url) ?? [];
  if (jobId === undefined) return undefined;
  const [, endpoint = '', id = ''] = path.split('/', 3);
  const subjectId = uuid.test(id) ? id.toLowerCase() : null;
  return { jobId, path: storable(path || '/', longestPath), endpoint: storable(endpoint, longestPath), subjectId };
}

/** The text of an error as it is kept. */
export const reasonOf = (detail: string): string => storable(detail, longestReason);

/** A text that the database takes, cut: neither NUL nor half a character is one. */
const storable = (text: string, most: number): string =>
  text
    .slice(0, most)
    .replace(/[\uD800-\uDBFF]$/, '')
    .toWellFormed()
    .replaceAll('\0', '\uFFFD');

/** Knows which kind of resource is found at an endpoint of a job. */
export abstract class EndpointKinds {
  /** @returns the name of the resource type, null where the endpoint is none's */
  abstract kindOf(jobId: string, endpoint: string): string | null | Promise<string | null>;
}

const builtIn = new Map([
  ['Users', 'User'],
  ['Groups', 'Group'],
]);

/** The kinds of every job (RFC 7643 §6). */
export const builtInKinds: EndpointKinds = { kindOf: (_, endpoint) => builtIn.get(endpoint) ?? null };
