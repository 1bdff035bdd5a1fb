import { createHash, randomUUID } from 'node:crypto';
import type { LookupAddress } from 'node:dns';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { anyDecider } from '@waybill/decider';
import { commandHandlers, type LoggedEvent, readStream } from '@waybill/event-log';
import { createHttpApplication, createLogger, loadConfig, Secret } from '@waybill/runtime';
import {
  hostToken,
  logToken,
  migrateServices,
  ServiceEnvironment,
  type ServiceDefinition,
  type ServiceHost,
  ServiceHostModule,
} from '@waybill/service-host';
import { createTestDatabase } from '@waybill/testing';
import { job, type JobCommand } from '../domain/job';
import { ConnectionController } from '../inbound/connection.controller';
import { StandbyController, ValidateCredentialsController } from '../inbound/credentials.controller';
import { DecideConnection, SecretsController } from '../inbound/secrets.controller';
import { connectionProviders } from '../outbound/connection/connection-providers';
import { credentialsMigration } from '../read-models/credentials/credentials';
import { jobs, jobsMigrations } from '../read-models/jobs/jobs';
import { type SamanageConnectorConfig, samanageConnectorConfig } from '../samanage-connector.config';

const schema = 'samanage_connector';

/** The part of the connector that knows of connections. */
export const connectionService: ServiceDefinition = {
  name: 'samanage-connector',
  schema,
  migrations: [...jobsMigrations(schema), credentialsMigration(schema)],
  deciders: { job: anyDecider(job) },
  inline: [jobs],
  projections: [],
  sources: [],
  reactions: () => [],
};

/** A key list as it is configured, with a key for each name. */
export const keyList = (...names: string[]): Secret =>
  new Secret(names.map((name) => `${name}:${createHash('sha256').update(name).digest('base64url')}`).join(','));

/** The settings of an installation that has a key, with those that are given. */
export const configWith = (settings: Partial<SamanageConnectorConfig>): SamanageConnectorConfig => ({
  ...loadConfig({ SAMANAGE_TIMEOUT_SECONDS: '2' }, samanageConnectorConfig),
  credentialKeys: keyList('first'),
  ...settings,
});

/** Answers name look-ups from a table, one after another where there are several answers; other names are not known. */
export const resolvesTo =
  (table: Readonly<Record<string, readonly string[]>>) =>
  (
    hostname: string,
    _options: unknown,
    answer: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
  ): void => {
    const found = table[hostname];
    const unknown = Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' });
    if (!found) return answer(unknown, []);
    answer(
      null,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };

const digestOf = (token: string) => createHash('sha256').update(token).digest('hex');
const metadata = { correlationId: 'test', actor: 'test' };

/** The connector's management API for connections, on a database of its own, with a job that has no credentials. */
export async function startConnections(settings: Partial<SamanageConnectorConfig>) {
  const database = await createTestDatabase();
  await migrateServices(database.url, [connectionService]);
  const lines: string[] = [];
  const environment: ServiceEnvironment = {
    bus: {
      carry: () => Promise.resolve({ stop: () => Promise.resolve() }),
      deliver: () => ({ stop: () => Promise.resolve() }),
    },
    hostOptions: () => ({ databaseUrl: database.url, onError: () => undefined, onAlarm: () => undefined }),
  };
  const environmentModule = {
    module: class Environment {},
    global: true,
    providers: [{ provide: ServiceEnvironment, useValue: environment }],
    exports: [ServiceEnvironment],
  };
  const connections = {
    module: class ConnectionsModule {},
    imports: [ServiceHostModule.forService(connectionService)],
    controllers: [SecretsController, ValidateCredentialsController, StandbyController, ConnectionController],
    providers: [
      ...commandHandlers(logToken('samanage-connector'), DecideConnection),
      ...connectionProviders(configWith(settings)),
    ],
  };
  const app = await createHttpApplication([environmentModule, CqrsModule.forRoot(), connections], {
    logger: createLogger('trace', { write: (line) => void lines.push(line) }),
    tokens: [
      { name: 'admin:test', role: 'admin', digest: digestOf('admin-token'), local: true },
      { name: 'auditor:test', role: 'auditor', digest: digestOf('auditor-token'), local: true },
    ],
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const host = app.get<ServiceHost>(hostToken('samanage-connector'), { strict: false });
  const commands = app.get(CommandBus, { strict: false });
  const jobId = randomUUID();
  const servicePrincipalId = randomUUID();
  const decide = (command: JobCommand) => commands.execute(new DecideConnection(command, metadata));
  await decide({ type: 'connect-job', jobId, servicePrincipalId, name: 'Samanage' });
  const answers: string[] = [];

  return {
    jobId,
    servicePrincipalId,
    pool: host.pool,
    decide,
    /** Everything that was logged, and everything that was answered. */
    lines,
    answers,
    ask: async (method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: object, token = 'admin-token') => {
      const answer = await app.inject({
        method,
        url: `/v1.0${path.replace('{sp}', servicePrincipalId).replace('{job}', jobId)}`,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      });
      answers.push(answer.body);
      const { statusCode: status, headers } = answer;
      return { status, headers, body: answer.body === '' ? undefined : answer.json() };
    },
    events: (): Promise<LoggedEvent[]> => readStream(host.pool, `job-${jobId}`),
    stop: async () => {
      await app.close();
      await database.drop();
    },
  };
}

export type RunningConnections = Awaited<ReturnType<typeof startConnections>>;

export const secretsPath = '/servicePrincipals/{sp}/synchronization/secrets';

/** Pairs as Graph writes them. */
export const pairs = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([key, value]) => ({ key, value }));
