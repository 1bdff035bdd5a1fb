import { Readable } from 'node:stream';
import { sendBody } from '@waybill/runtime';
import {
  type Attribute,
  listResponse,
  projectedElement,
  type Projection,
  renderResource,
  type Resource,
  type ResourceType,
  ScimError,
} from '@waybill/scim';
import type { DirectoryResource, ResourcePage, StoredMember } from '../domain/resources/directory-resource';
import { type Asked, projectionFor } from './asked';
import { baseUrlOf } from './base-url';
import { withReferences } from './references';
import { scimMediaType } from './scim-errors';

/** Members that are written into one body at once; a group with more is streamed. */
const mostAtOnce = 1_000;
/** Members that one answer may tell. */
const mostMembersAnAnswer = 200_000;

/** Answers with one resource, its address and its version. */
export function answerResource(
  asked: Asked,
  status: 200 | 201,
  found: DirectoryResource,
  projection: Projection = projectionFor(asked),
): void {
  const location = locationOf(asked, found);
  const reply = asked.reply.status(status).header('Location', location).header('ETag', etagOf(found));
  const { members = [] } = found;
  if (members.length <= mostAtOnce) return sendBody(reply, render(asked, found, projection), scimMediaType);
  const alone = JSON.stringify(render(asked, { ...found, members: undefined }, projection));
  void reply.header('Content-Type', scimMediaType).send(Readable.from(streamed(asked, alone, members, projection)));
}

/** Answers with a page of resources; always a list, even for one (scim.md §1.3). */
export function answerPage(
  asked: Asked,
  { resources, total }: ResourcePage,
  paging: { readonly startIndex?: number; readonly nextCursor?: string | undefined },
): void {
  const projection = projectionFor(asked);
  assertWhole(resources);
  const rendered = resources.map((found) => render(asked, found, projection));
  sendBody(asked.reply.status(200), listResponse(rendered, { totalResults: total, ...paging }), scimMediaType);
}

/** @throws ScimError `tooMany` for groups with more members than were read: nobody is told a part of them */
export function assertWhole(resources: readonly DirectoryResource[]): void {
  const members = resources.reduce((sum, each) => sum + (each.members?.length ?? 0), 0);
  if (members <= mostMembersAnAnswer) return;
  const detail = `The groups of this page have more than ${mostMembersAnAnswer} members; ask with excludedAttributes=members, or for fewer groups.`;
  throw new ScimError(400, 'tooMany', detail);
}

export const etagOf = ({ version }: Pick<DirectoryResource, 'version'>): string => `W/"${version}"`;

export const jobBaseOf = ({ jobId, request }: Pick<Asked, 'jobId' | 'request'>): string =>
  `${baseUrlOf(request)}/scim/${jobId}/v2`;

export const locationOf = (asked: Asked, { type, id }: Pick<DirectoryResource, 'type' | 'id'>): string =>
  `${jobBaseOf(asked)}${type.endpoint}/${id}`;

/** A resource as it is answered, with what is computed for the answer. */
export function render(asked: Asked, found: DirectoryResource, projection: Projection): Record<string, unknown> {
  const { type, id, resource, created, lastModified, groups = [], members = [] } = found;
  const base = jobBaseOf(asked);
  const whole: Resource = {
    ...withReferences(type, resource, { base, types: asked.endpoint.types }),
    ...(type.memberOf && groups.length > 0 ? { [type.memberOf]: groups.map((each) => membershipOf(base, each)) } : {}),
    ...(type.apart && members.length > 0 ? { [type.apart]: members.map((each) => memberOf(asked, base, each)) } : {}),
  };
  const meta = { id, created, lastModified, version: etagOf(found), location: locationOf(asked, found) };
  return renderResource(type, whole, meta, projection);
}

const membershipOf = (base: string, { id, display, direct }: NonNullable<DirectoryResource['groups']>[number]) => ({
  value: id,
  $ref: `${base}/Groups/${id}`,
  ...(display === null ? {} : { display }),
  type: direct ? 'direct' : 'indirect',
});

/** Who is not known here has neither an address nor a type. */
function memberOf({ endpoint }: Asked, base: string, { id, type, display }: StoredMember): Resource {
  const path = endpoint.types.find(({ name }) => name === type)?.endpoint;
  return {
    value: id,
    ...(path === undefined ? {} : { $ref: `${base}${path}/${id}` }),
    ...(type === null ? {} : { type }),
    ...(display === null ? {} : { display }),
  };
}

/** The body of a large group, a piece at a time: nothing of it is ever held as a whole. */
function* streamed(
  asked: Asked,
  alone: string,
  members: readonly StoredMember[],
  projection: Projection,
): Generator<string> {
  const attribute = apartAttribute(asked.type);
  const base = jobBaseOf(asked);
  yield `${alone.slice(0, -1)},${JSON.stringify(attribute.name)}:[`;
  for (let from = 0; from < members.length; from += mostAtOnce) {
    const piece = members
      .slice(from, from + mostAtOnce)
      .map((each) => JSON.stringify(projectedElement(attribute, memberOf(asked, base, each), projection)));
    yield (from > 0 ? ',' : '') + piece.join(',');
  }
  yield ']}';
}

function apartAttribute({ schema, apart, name }: ResourceType): Attribute {
  const attribute = schema.attributes.find((each) => each.name === apart);
  if (!attribute) throw new TypeError(`${name} keeps nothing apart`);
  return attribute;
}
