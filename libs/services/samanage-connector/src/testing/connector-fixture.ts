import { instruct, type Instruction, type LoggedEvent, migrate, readStream } from '@waybill/event-log';
import { LogFollowingBus } from '@waybill/messaging';
import { Secret } from '@waybill/runtime';
import { type RunningSimulator, startSamanageSimulator, type Switches } from '@waybill/samanage-simulator';
import { migrateServices, ServiceHost } from '@waybill/service-host';
import { createTestDatabase, eventually } from '@waybill/testing';
import { Client } from 'pg';
import { account } from '../domain/account/account';
import { workTable } from '../read-models/work/work-row';
import type { SamanageConnectorConfig } from '../samanage-connector.config';
import { samanageConnectorSchema, samanageConnectorService } from '../samanage-connector.service';
import { connectorConfig } from './connector-config';
import { jobId, standInMapping, userIdOf, wantsOf } from './stand-in-mapping';
import type { Told, ToldOfJob } from './told-and-wanted';

/** A connector between a log that stands for mapping and a simulated Samanage. */
export async function startConnector(
  switches: Partial<Switches> = {},
  { workers = 4, settings = {} }: { workers?: number; settings?: Partial<SamanageConnectorConfig> } = {},
) {
  const database = await createTestDatabase();
  await migrate(database.url, { schema: 'mapping', migrations: [] });
  await migrateServices(database.url, [samanageConnectorSchema]);
  const simulator = await startSamanageSimulator({ token: 'token', switches: { ratePerMinute: 0, ...switches } });
  const { mapping, mappingPool, say } = standInMapping(database.url);
  await say(`job-${jobId}`, { type: 'job.created', data: { servicePrincipalId: userIdOf(0), name: 'Samanage' } });

  const connect = async () => {
    const config = connectorConfig({ url: simulator.baseUrl, token: new Secret('token'), workers, ...settings });
    const host = new ServiceHost(
      samanageConnectorService(config, () => undefined),
      {
        databaseUrl: database.url,
        onError: () => undefined,
        onAlarm: () => undefined,
      },
    );
    const bus = new LogFollowingBus({ onError: () => undefined });
    await bus.carry({ service: 'mapping', log: mapping, pool: mappingPool });
    await host.start(bus);
    return host;
  };
  let host = await connect();
  const submit = (...instructions: Instruction[]) =>
    host.log.submit({ instructions, metadata: { correlationId: 'test', actor: 'test' }, lane: 'live' });
  /** How many changes the connector has counted as what. */
  const counts = async () => {
    const text = 'SELECT counted, changes::int FROM tally_count';
    const { rows } = await host.pool.query<{ counted: string; changes: number }>(text);
    return Object.fromEntries(rows.map(({ counted, changes }) => [counted, changes]));
  };
  const read: LoggedEvent[] = [];
  /** The connector's whole log; what was read once is not read again. */
  const log = async () => {
    for (;;) {
      const after = read.at(-1)?.position ?? 0;
      const more = await host.log.read(after, 10_000);
      if (after === (read.at(-1)?.position ?? 0)) read.push(...more);
      if (more.length < 10_000) return read;
    }
  };
  const openChanges = async () =>
    (await host.pool.query<{ count: number }>(`SELECT count(*) FROM ${workTable}`)).rows[0]?.count ?? 0;

  return {
    simulator,
    ...wantsOf(say),
    pool: () => host.pool,
    /** What the connector itself decides, in one batch. */
    submit,
    /** An admin's word on a change of an account that is parked. */
    retry: (person: number, changeId: string) =>
      submit(instruct(account, { type: 'retry-change', jobId, userId: userIdOf(person), changeId, by: 'admin:local' })),
    counts,
    openChanges,
    /** Returns when so many changes were taken over, and no more subjects than some have open ones. */
    untilEnded: (changes: number, stillOpen = 0) =>
      eventually(async () => ((await counts()).received ?? 0) >= changes && (await openChanges()) <= stillOpen),
    /** How often Samanage was called, by method and path. */
    calls: () => simulator.simulator.calls.counts,
    /** What the connector has told of the job as a whole, oldest first. */
    toldOfJob: async () =>
      (await readStream(host.pool, `job-${jobId}`)).map(({ type, data }) => ({
        type: type.replace('samanage.', ''),
        ...(data as ToldOfJob),
      })),
    /** Everything the connector has told so far, in order. */
    told: async () => {
      return (await log())
        .filter(({ type }) => /account-|group-|members-|parked|superseded|abandoned/.test(type))
        .filter(({ type }) => !type.endsWith('received'))
        .map(({ type, data }) => ({
          type: type.replace('samanage.', ''),
          ...(data as Told),
        }));
    },
    /** Returns when the connector has told of a change, with all of it. */
    untilTold: async function (changeId: string, type: RegExp = /account-|group-|members-|superseded|abandoned/) {
      for (;;) {
        const found = (await this.told()).find((each) => each.changeId === changeId && type.test(each.type));
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    restart: async () => {
      await host.rest();
      await host.close();
      host = await connect();
    },
    users: () => [...simulator.simulator.account.users.values()].filter(({ email }) => email !== 'admin@contoso.com'),
    groups: () =>
      [...simulator.simulator.account.groups.values()].map(({ name, memberships }) => ({
        name,
        members: [...memberships.values()].map(({ userId }) => simulator.simulator.account.users.get(userId)?.email),
      })),
    writes: () => simulator.simulator.record.filter(({ applied }) => applied).map(({ method }) => method),
    userId: userIdOf,
    /** The call that is on its way, or whose result is not known. */
    sending: async () =>
      (await host.pool.query<{ sending: string | null }>(`SELECT sending FROM ${workTable}`)).rows[0]?.sending ?? null,
    /** For how many seconds the runner has been silent that is silent longest. */
    longestSilence: async () => {
      const owner = new Client({ connectionString: database.url });
      await owner.connect();
      const { rows } = await owner.query<{
        seconds: number;
      }>(`SELECT max(extract(epoch FROM now() - state_change))::float8
        AS seconds FROM pg_stat_activity JOIN pg_locks USING (pid) WHERE locktype = 'advisory' AND datname = current_database()`);
      await owner.end();
      return rows[0]?.seconds ?? 0;
    },
    stop: async () => {
      await host.rest();
      await host.close();
      await mappingPool.end();
      await simulator.close();
      await database.drop();
    },
  };
}

export type Connector = Awaited<ReturnType<typeof startConnector>> & { simulator: RunningSimulator };
