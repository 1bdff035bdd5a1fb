import {
  type AskedAttributes,
  badRequest,
  type Leniency,
  type Projection,
  projectionOf,
  type ResourceType,
  ScimError,
} from '@waybill/scim';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JobEndpoint } from '../domain/endpoint/job-endpoint';
import type { Wanted } from '../domain/resources/directory-resource';

/** A request for resources of one type, and where its answer goes. */
export interface Asked {
  readonly jobId: string;
  readonly endpoint: JobEndpoint;
  readonly type: ResourceType;
  readonly query: ScimQuery;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

const parameters = [
  'filter',
  'startIndex',
  'count',
  'cursor',
  'sortBy',
  'sortOrder',
  'attributes',
  'excludedAttributes',
] as const;

/** The parameters of a request, as texts; all others are not looked at (RFC 7644 §3.4.2, §3.9). */
export type ScimQuery = { readonly [name in (typeof parameters)[number]]?: string };

/**
 * Reads the parameters of any request. Writes ask here too, before they write: whoever is refused has changed nothing.
 *
 * @throws ScimError `invalidValue` for a parameter that is given twice, or that excludes another
 */
export function scimQueryOf({ query }: FastifyRequest): ScimQuery {
  const given = query as Record<string, string | string[] | undefined>;
  const read: { -readonly [name in keyof ScimQuery]: ScimQuery[name] } = {};
  for (const name of parameters) {
    const value = given[name];
    if (Array.isArray(value)) throw badRequest('invalidValue', `"${name}" is given more than once.`);
    if (value !== undefined) read[name] = value;
  }
  assertOneProjection(read);
  return read;
}

export function assertOneProjection({ attributes, excludedAttributes }: AskedAttributes): void {
  if (attributes === undefined || excludedAttributes === undefined) return;
  throw badRequest('invalidValue', '"attributes" and "excludedAttributes" exclude each other.');
}

/** @throws ScimError 404 for an endpoint that the job does not have */
export function typeAt({ types }: JobEndpoint, path: string): ResourceType {
  const name = `/${path.toLowerCase()}`;
  const found = types.find(({ endpoint }) => endpoint.toLowerCase() === name);
  if (found) return found;
  throw new ScimError(404, undefined, `There are no resources at /${path.slice(0, 100)}.`);
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An id as ours are written; undefined for whatever has another form, which is nobody's. */
export const ownId = (text: string): string | undefined => (uuid.test(text) ? text.toLowerCase() : undefined);

/** What must be read for an answer: what it will not show is not loaded. */
export function wantedBy(type: ResourceType, projection: Projection): Wanted {
  const shows = (name: string | null) => {
    const attribute = type.schema.attributes.find((each) => each.name === name);
    return attribute !== undefined && projection.shows(attribute);
  };
  return { groups: shows(type.memberOf), members: shows(type.apart) };
}

export const projectionFor = (
  { type, query }: Pick<Asked, 'type' | 'query'>,
  written?: readonly string[],
): Projection => projectionOf(type, query, written);

/** Whether the PATCH of a type is answered with the resource (scim.md §2.4). */
export function showsPatched({ type, query, endpoint }: Asked): boolean {
  if (query.attributes !== undefined) return true;
  const answer = answerOf(type, endpoint.leniency);
  return answer === 'resource';
}

const answerOf = ({ apart }: ResourceType, { groupPatchAnswer, userPatchAnswer }: Leniency) =>
  apart === null ? userPatchAnswer : groupPatchAnswer;
