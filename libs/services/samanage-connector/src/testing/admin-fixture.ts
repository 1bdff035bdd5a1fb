import { createHash, randomUUID } from 'node:crypto';
import { CqrsModule } from '@nestjs/cqrs';
import type { AccountDesired, DesiredValues, GroupDesired } from '@waybill/contracts';
import type { DomainEvent } from '@waybill/decider';
import { migrate, readStream } from '@waybill/event-log';
import { LogFollowingBus } from '@waybill/messaging';
import { createHttpApplication, createLogger, Secret } from '@waybill/runtime';
import { startSamanageSimulator, type Switches } from '@waybill/samanage-simulator';
import { hostToken, migrateServices, ServiceEnvironment, type ServiceHost } from '@waybill/service-host';
import { createTestDatabase } from '@waybill/testing';
import { SamanageConnectorModule } from '../samanage-connector.module';
import { samanageConnectorSchema } from '../samanage-connector.service';
import type { SamanageConnectorConfig } from '../samanage-connector.config';
import { connectorConfig } from './connector-config';
import { standInMapping } from './stand-in-mapping';
import { groupWanted, type Told, wantedOf } from './told-and-wanted';

const token = (name: string, role: 'admin' | 'auditor') => ({
  name: `${role}:test`,
  role,
  digest: createHash('sha256').update(name).digest('hex'),
  local: true,
});

/** The whole connector with its management API, between a log that stands for mapping and a simulated Samanage. */
export async function startAdminApi(switches: Partial<Switches> = {}, settings: Partial<SamanageConnectorConfig> = {}) {
  const database = await createTestDatabase();
  await migrate(database.url, { schema: 'mapping', migrations: [] });
  await migrateServices(database.url, [samanageConnectorSchema]);
  const simulator = await startSamanageSimulator({ token: 'token', switches: { ratePerMinute: 0, ...switches } });
  const { mapping, mappingPool, say: sayOf } = standInMapping(database.url);
  const jobId: string = randomUUID();
  const say = (stream: string, event: DomainEvent, job = jobId) => sayOf(stream, event, job);
  const createJob = (job: string) =>
    say(`job-${job}`, { type: 'job.created', data: { servicePrincipalId: randomUUID(), name: 'Samanage' } }, job);
  await createJob(jobId);

  const bus = new LogFollowingBus({ onError: () => undefined });
  await bus.carry({ service: 'mapping', log: mapping, pool: mappingPool });
  const hostOptions = () => ({ databaseUrl: database.url, onError: () => undefined, onAlarm: () => undefined });
  const environment = {
    module: class Environment {},
    global: true,
    providers: [{ provide: ServiceEnvironment, useValue: { bus, hostOptions } }],
    exports: [ServiceEnvironment],
  };
  const config = connectorConfig({ url: simulator.baseUrl, token: new Secret('token'), ...settings });
  const connector = SamanageConnectorModule.with(config, () => undefined);
  const app = await createHttpApplication([environment, CqrsModule.forRoot(), connector], {
    logger: createLogger('silent'),
    tokens: [token('admin-token', 'admin'), token('auditor-token', 'auditor')],
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const host = app.get<ServiceHost>(hostToken('samanage-connector'), { strict: false });

  const nextChange = (displayName: string) => ({
    changeId: randomUUID(),
    cycleId: randomUUID(),
    directoryVersion: 1,
    rulesVersion: 1,
    displayName,
    cause: 'directory' as const,
    steps: [],
    loss: null,
    allowed: { create: true, update: true, delete: true },
  });

  /** Everything the connector has told, in order. */
  const told = async () =>
    (await host.log.read(0, 10_000)).map(({ type, data }) => ({
      type: type.replace('samanage.', ''),
      ...(data as Told & { readonly userId?: string; readonly cause?: string }),
    }));

  return {
    jobId,
    simulator: simulator.simulator,
    pool: host.pool,
    createJob,
    told,
    /** The id of a person or group of the directory. */
    personId: (person: number) => `00000000-0000-7000-8000-${String(person).padStart(12, '0')}`,
    groupId: (group: number) => `20000000-0000-7000-8000-${String(group).padStart(12, '0')}`,
    /** Wants an account as mapping would; returns the change's id. */
    desire: async function (
      person: number,
      values: DesiredValues['values'],
      presence: AccountDesired['data']['presence'] = 'enabled',
    ) {
      const change = nextChange(`Person ${person}`);
      const account = presence === 'absent' ? null : wantedOf(person, values);
      const data: AccountDesired['data'] = { ...change, userId: this.personId(person), presence, account };
      await say(`account-${data.userId}`, { type: 'mapping.account-desired', data });
      return change.changeId;
    },
    /** Wants a group as mapping would; returns the change's id. */
    desireGroup: async function (
      number: number,
      values: DesiredValues['values'],
      presence: GroupDesired['data']['presence'] = 'present',
    ) {
      const { allowed, ...change } = nextChange(`Group ${number}`);
      const group = presence === 'present' ? groupWanted({ name: `Group ${number}`, ...values }) : null;
      const about = { groupId: this.groupId(number), presence, group, snapshotFollows: false } as const;
      await say(`group-${about.groupId}`, { type: 'mapping.group-desired', data: { ...change, ...about, allowed } });
      return change.changeId;
    },
    /** Wants people to join a group as mapping would; returns the change's id. */
    desireMembers: async function (number: number, people: readonly number[]) {
      const { loss: _, allowed: __, ...change } = nextChange(`Group ${number}`);
      const groupId = this.groupId(number);
      const added = people.map((person) => this.personId(person));
      const data = { ...change, groupId, part: 1, parts: 1, added, removed: [], snapshot: null };
      await say(`group-${groupId}`, { type: 'mapping.members-desired', data });
      return change.changeId;
    },
    /** Returns when the connector has told something of a change, with all of it. */
    untilTold: async (changeId: string, type = /account-|group-[^c]|group-created|members-u|superseded|abandoned/) => {
      for (;;) {
        const found = (await told()).find((each) => each.changeId === changeId && type.test(each.type));
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    eventsOf: (stream: string) => readStream(host.pool, stream),
    /** How many changes the connector has counted as what, and how many are open. */
    counts: async () => {
      const text = 'SELECT counted, changes::int FROM tally_count';
      const { rows } = await host.pool.query<{ counted: string; changes: number }>(text);
      const open = await host.pool.query<{ open: number }>(
        `SELECT coalesce(sum((payload->>'waiting')::int), 0)::int AS open FROM work_v3`,
      );
      return { ...Object.fromEntries(rows.map((row) => [row.counted, row.changes])), open: open.rows[0]?.open };
    },
    ask: async (
      method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE',
      path: string,
      body?: object,
      { as = 'admin-token', job = jobId }: { as?: string; job?: string } = {},
    ) => {
      const answer = await app.inject({
        method,
        url: path.startsWith('/') ? path : `/v1.0/waybill/jobs/${job}/${path}`,
        headers: {
          authorization: `Bearer ${as}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      });
      return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() };
    },
    stop: async () => {
      await app.close();
      await mapping.close();
      await mappingPool.end();
      await simulator.close();
      await database.drop();
    },
  };
}

export type AdminApi = Awaited<ReturnType<typeof startAdminApi>>;
