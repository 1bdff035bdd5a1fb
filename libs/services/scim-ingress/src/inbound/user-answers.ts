import { sendBody } from '@waybill/runtime';
import { listResponse, type Projection, renderResource, userType } from '@waybill/scim';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DirectoryUser, DirectoryUserPage } from '../domain/directory-user';
import { baseUrlOf } from './base-url';
import { scimMediaType } from './scim-errors';

/** Where an answer goes, and what it shows of a user. */
export interface Asker {
  readonly jobId: string;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly projection: Projection;
}

/** Answers with one user, his address and his version. */
export function answerUser(asker: Asker, status: 200 | 201, user: DirectoryUser): void {
  const body = render(asker, user);
  const { location, version } = body.meta as { location: string; version: string };
  void asker.reply.status(status).header('Location', location).header('ETag', version);
  sendBody(asker.reply, body, scimMediaType);
}

/** Answers with a page of users; always a list, even for one (scim.md §1.3). */
export function answerPage(asker: Asker, { users, total }: DirectoryUserPage, startIndex: number): void {
  const resources = users.map((user) => render(asker, user));
  sendBody(asker.reply.status(200), listResponse(resources, { totalResults: total, startIndex }), scimMediaType);
}

function render({ jobId, request, projection }: Asker, user: DirectoryUser): Record<string, unknown> {
  const { id, resource, created, lastModified, version } = user;
  const location = `${baseUrlOf(request)}/scim/${jobId}/v2/Users/${id}`;
  const { attributes, excludedAttributes } = projection;
  const meta = { id, created, lastModified, version: `W/"${version}"`, location };
  return renderResource(userType, resource, meta, { attributes, excludedAttributes });
}
