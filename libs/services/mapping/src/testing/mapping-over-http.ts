import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type LoggedEvent, readStream } from '@waybill/event-log';
import type { Consumer, Message } from '@waybill/messaging';
import { createHttpApplication } from '@waybill/runtime';
import { hostToken, migrateServices, ServiceEnvironment, type ServiceHost } from '@waybill/service-host';
import { createTestDatabase } from '@waybill/testing';
import { createHash, randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { OnDemandWaiters, type Patience } from '../inbound/on-demand-waiters';
import { MappingReads } from '../domain/mapping-reads';
import { MappingModule } from '../mapping.module';
import { mappingService } from '../mapping.service';

@Global()
@Module({})
class EnvironmentModule {}

const digestOf = (token: string) => createHash('sha256').update(token).digest('hex');
const tokens = (['admin', 'auditor'] as const).map((role) => ({
  name: `${role}:test`,
  role,
  digest: digestOf(`${role}-token`),
  local: false,
}));

/** One of the processes that serve mapping's API and take messages in. */
export interface Replica {
  readonly app: NestFastifyApplication;
  readonly host: ServiceHost;
  ask(method: 'GET' | 'POST' | 'PUT', url: string, body?: unknown, token?: string): Promise<Answer>;
  deliver(...messages: Message[]): Promise<unknown>;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** The mapping service over HTTP, as many times as asked, on one database; the test is the bus. */
export async function startReplicas(count: number, patience: Patience) {
  const database = await createTestDatabase();
  await migrateServices(database.url, [mappingService]);
  const errors: unknown[] = [];
  const replicas: Replica[] = [];
  for (let index = 0; index < count; index += 1) replicas.push(await startReplica(database.url, patience, errors));
  const versions = new Map<string, number>();
  let position = 0;
  const jobId = randomUUID();
  const servicePrincipalId = randomUUID();
  await replicas[0]?.ask('PUT', `/v1.0/waybill/jobs/${jobId}`, { servicePrincipalId, name: 'Samanage' });

  return {
    errors,
    replicas,
    jobId,
    servicePrincipalId,
    /** An event of another service, the next of its stream. */
    message: (source: string, stream: string, type: string, data: object): Message => {
      const streamVersion = (versions.get(source + stream) ?? 0) + 1;
      versions.set(source + stream, streamVersion);
      position += 1;
      const place = { position, job: jobId, jobPosition: position, stream, streamVersion };
      const metadata = { correlationId: 'test', actor: 'test' };
      const recordedAt = new Date().toISOString();
      return { source, ...place, id: randomUUID(), type, version: versionOfMessage(type), data, metadata, recordedAt };
    },
    eventsIn: async (stream: string): Promise<LoggedEvent[]> =>
      replicas[0] ? readStream(replicas[0].host.pool, stream) : [],
    stateOf: async (stream: string) => {
      const text = 'SELECT state FROM stream_state WHERE stream = $1';
      return (await replicas[0]?.host.pool.query<{ state: unknown }>(text, [stream]))?.rows[0]?.state;
    },
    stop: async () => {
      for (const { app } of replicas) await app.close();
      await database.drop();
    },
  };
}

export type Replicas = Awaited<ReturnType<typeof startReplicas>>;

/** Those of the connector's events that are not in their first version. */
const versionOfMessage = (type: string): number =>
  ['samanage.change-parked', 'samanage.change-superseded', 'samanage.group-skipped'].includes(type) ? 2 : 1;

async function startReplica(databaseUrl: string, patience: Patience, errors: unknown[]): Promise<Replica> {
  const consumers: Consumer[] = [];
  const stopped = { stop: () => Promise.resolve() };
  const report = (_: string, error: unknown) => void errors.push(error);
  const environment = {
    hostOptions: () => ({ databaseUrl, onError: report, onAlarm: report }),
    bus: {
      carry: () => Promise.resolve(stopped),
      deliver: (consumer: Consumer) => {
        consumers.push(consumer);
        return stopped;
      },
    },
  };
  const provided = { provide: ServiceEnvironment, useValue: environment };
  const modules = [
    { module: EnvironmentModule, providers: [provided], exports: [ServiceEnvironment] },
    CqrsModule.forRoot(),
    { module: MappingModule },
  ];
  const app = await createHttpApplication(modules, { logger: pino({ level: 'silent' }), tokens });
  const host = app.get<ServiceHost>(hostToken('mapping'), { strict: false });
  impatient(app, host, patience);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return {
    app,
    host,
    deliver: (...messages) => Promise.all(consumers.map((consumer) => consumer.handle(messages))),
    ask: async (method, url, body, token = 'admin-token') => {
      const answer = await app.inject({
        method,
        url,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const content: unknown = answer.body === '' ? undefined : answer.json();
      return { status: answer.statusCode, body: content, headers: answer.headers };
    },
  };
}

/** Nobody waits in a test as long as an admin would. */
function impatient(app: NestFastifyApplication, host: ServiceHost, patience: Patience): void {
  const waiters = app.get(OnDemandWaiters, { strict: false });
  Object.assign(waiters, new OnDemandWaiters(host.log, app.get(MappingReads, { strict: false }), patience));
}
