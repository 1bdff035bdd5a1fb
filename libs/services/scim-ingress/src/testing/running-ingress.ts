import { createHash, randomUUID } from 'node:crypto';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { instruct, type LoggedEvent, readStream } from '@waybill/event-log';
import type { Consumer, MessageBus } from '@waybill/messaging';
import { createHttpApplication, createLogger } from '@waybill/runtime';
import { hostToken, migrateServices, ServiceEnvironment, type ServiceHost } from '@waybill/service-host';
import { createTestDatabase } from '@waybill/testing';
import { access } from '../domain/access';
import { DecideAccess } from '../inbound/tokens.controller';
import { ScimIngressModule } from '../scim-ingress.module';
import { scimIngressService } from '../scim-ingress.service';

const metadata = { correlationId: 'test', actor: 'test' };

export const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** What a request may say beside its path. */
export interface Asked {
  /** The bearer token; null for none. */
  readonly token?: string | null;
  readonly job?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const media = { 'content-type': 'application/scim+json; charset=utf-8' };

const issued = 'scim-token';

const credentials = (token: string | null = issued) => (token === null ? {} : { authorization: `Bearer ${token}` });

const textOf = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));

/** The ingress service over HTTP on a database of its own; the test is the bus, and mapping behind it. */
export async function startIngress(queue: { queueCapacity?: number } = {}) {
  const database = await createTestDatabase();
  await migrateServices(database.url, [scimIngressService]);
  const consumers: Consumer[] = [];
  const bus: MessageBus = {
    carry: () => Promise.resolve({ stop: () => Promise.resolve() }),
    deliver: (consumer) => {
      consumers.push(consumer);
      return { stop: () => Promise.resolve() };
    },
  };
  const environment: ServiceEnvironment = {
    bus,
    hostOptions: () => ({ databaseUrl: database.url, queue, onError: () => undefined, onAlarm: () => undefined }),
  };
  const environmentModule = {
    module: class Environment {},
    global: true,
    providers: [{ provide: ServiceEnvironment, useValue: environment }],
    exports: [ServiceEnvironment],
  };
  const app = await createHttpApplication([environmentModule, CqrsModule.forRoot(), { module: ScimIngressModule }], {
    logger: createLogger('silent'),
    tokens: [{ name: 'admin', role: 'admin', digest: digestOf('admin-token'), local: true }],
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();

  const host = app.get<ServiceHost>(hostToken('scim-ingress'), { strict: false });
  const commands = app.get(CommandBus, { strict: false });
  const jobId = randomUUID();
  let position = 0;

  const ingress = {
    jobId,
    host,
    base: `http://localhost/scim/${jobId}/v2`,
    /** Mapping creates a job. */
    connectJob: async (job: string) => {
      position += 1;
      const place = { position, job, jobPosition: 1, stream: `job-${job}`, streamVersion: 1 };
      const data = { servicePrincipalId: randomUUID(), name: 'Samanage' };
      const event = { id: randomUUID(), type: 'job.created', version: 1, data, metadata };
      const recordedAt = '2026-01-31T12:00:00.000Z';
      await Promise.all(consumers.map((each) => each.handle([{ source: 'mapping', ...place, ...event, recordedAt }])));
    },
    issueToken: (job: string, presented: string, tokenId: string = randomUUID()) =>
      commands.execute(
        new DecideAccess(
          {
            type: 'issue-token',
            jobId: job,
            tokenId,
            digest: digestOf(presented),
            label: 'test',
            expiresAt: null,
            now: new Date().toISOString(),
          },
          metadata,
        ),
      ),
    revokeToken: (job: string, tokenId: string) =>
      commands.execute(new DecideAccess({ type: 'revoke-token', jobId: job, tokenId }, metadata)),
    /** Asks under the job's SCIM path; a body that is no text is sent as JSON. */
    ask: async (method: Method, path: string, body?: unknown, asked: Asked = {}) => {
      const answer = await app.inject({
        method,
        url: `/scim/${asked.job ?? jobId}/v2${path}`,
        headers: { ...credentials(asked.token), ...asked.headers, ...(body === undefined ? {} : media) },
        ...(body === undefined ? {} : { payload: textOf(body) }),
      });
      const { statusCode: status, headers, body: text } = answer;
      return { status, headers, body: text === '' ? undefined : answer.json() };
    },
    /** Asks the management API about the job, as an admin. */
    manage: async (method: Method, path: string, body?: unknown) => {
      const answer = await app.inject({
        method,
        url: `/v1.0/waybill/jobs/${jobId}${path}`,
        headers: { authorization: 'Bearer admin-token', ...(body === undefined ? {} : media) },
        ...(body === undefined ? {} : { payload: textOf(body) }),
      });
      return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() };
    },
    eventsOf: (userId: string): Promise<LoggedEvent[]> => readStream(host.pool, `user-${userId}`),
    submit: (command: Parameters<typeof access.decide>[0]) =>
      host.log.submit({ instructions: [instruct(access, command)], metadata, lane: 'live' }),
    stop: async () => {
      await app.close();
      await database.drop();
    },
  };
  await ingress.connectJob(jobId);
  await ingress.issueToken(jobId, issued);
  return ingress;
}

export type Ingress = Awaited<ReturnType<typeof startIngress>>;

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** The body of a POST. */
export const person = (userName: string, more: object = {}): Record<string, unknown> => ({
  schemas: [core, enterprise],
  userName,
  displayName: userName,
  active: true,
  ...more,
});

/** The body of a PATCH. */
export const patchOp = (...Operations: object[]): object => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
});
