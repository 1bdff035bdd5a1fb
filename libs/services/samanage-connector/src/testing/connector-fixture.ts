import {
  type AccountDesired,
  type AllowedActions,
  type DesiredValues,
  type GroupDesired,
  type MembersDesired,
  upcast,
  versionOf,
} from '@waybill/contracts';
import type { Command, Decider, DomainEvent } from '@waybill/decider';
import { EventLog, instruct, migrate, openPool } from '@waybill/event-log';
import { LogFollowingBus } from '@waybill/messaging';
import { Secret } from '@waybill/runtime';
import { type RunningSimulator, startSamanageSimulator, type Switches } from '@waybill/samanage-simulator';
import { migrateServices, ServiceHost } from '@waybill/service-host';
import { createTestDatabase } from '@waybill/testing';
import { Client } from 'pg';
import { accountWorkTable } from '../read-models/account-work/account-work';
import { samanageConnectorSchema, samanageConnectorService } from '../samanage-connector.service';
import { type Told, wantedOf } from './told-and-wanted';

type Tell = Command & { type: 'tell'; stream: string; event: DomainEvent };

/** Stands for mapping: says what it is told to say. */
const teller: Decider<Tell, null, DomainEvent> = {
  name: 'teller',
  stream: ({ stream }) => stream,
  initialState: () => null,
  evolve: () => null,
  decide: ({ event }) => [event],
};

export const jobId = 'job-1';
const userIdOf = (person: number) => `00000000-0000-7000-8000-${String(person).padStart(12, '0')}`;

const groupId = '20000000-0000-7000-8000-000000000001';

/** A connector between a log that stands for mapping and a simulated Samanage. */
export async function startConnector(switches: Partial<Switches> = {}, workers = 4) {
  const database = await createTestDatabase();
  await migrate(database.url, { schema: 'mapping', migrations: [] });
  await migrateServices(database.url, [samanageConnectorSchema]);
  const simulator = await startSamanageSimulator({ token: 'token', switches: { ratePerMinute: 0, ...switches } });
  const mappingPool = openPool({ url: database.url, schema: 'mapping' }, () => undefined);
  const mapping = new EventLog({ pool: mappingPool, types: { upcast, versionOf }, inline: [] });
  const say = (stream: string, event: DomainEvent) =>
    mapping.submit({
      instructions: [instruct(teller, { type: 'tell', jobId, stream, event })],
      metadata: { correlationId: 'test', actor: 'test' },
      lane: 'live',
    });
  await say(`job-${jobId}`, { type: 'job.created', data: { servicePrincipalId: userIdOf(0), name: 'Samanage' } });

  const connect = async () => {
    const config = {
      url: simulator.baseUrl,
      region: 'us',
      token: new Secret('token'),
      workers,
      timeoutSeconds: 2,
      graceSeconds: 0,
    } as const;
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
  let changes = 0;
  const nextChange = (displayName: string) => ({
    changeId: `10000000-0000-7000-8000-${String((changes += 1)).padStart(12, '0')}`,
    cycleId: userIdOf(0),
    directoryVersion: changes,
    rulesVersion: 1,
    displayName,
    cause: 'directory' as const,
    steps: [],
  });

  return {
    simulator,
    /** Wants an account as mapping would; returns the change's id. */
    desire: async (
      person: number,
      values: DesiredValues['values'],
      presence: AccountDesired['data']['presence'] = 'enabled',
      { allowed, ...account }: Partial<DesiredValues> & { allowed?: Partial<AllowedActions> } = {},
    ) => {
      const userId = userIdOf(person);
      const { changeId, ...change } = nextChange(`Person ${person}`);
      const data: AccountDesired['data'] = {
        changeId,
        ...change,
        userId,
        presence,
        account: accountFor(presence, { ...wantedOf(person, values), ...account }),
        allowed: { create: true, update: true, delete: true, ...allowed },
        loss: null,
      };
      await say(`account-${userId}`, { type: 'mapping.account-desired', data });
      return changeId;
    },
    /** Wants a group as mapping would; returns the change's id. */
    desireGroup: async () => {
      const { changeId, ...change } = nextChange('Sales');
      const allowed = { create: true, update: true, delete: true };
      const about = { groupId, presence: 'present', group: null, allowed, loss: null, snapshotFollows: false } as const;
      const data: GroupDesired['data'] = { changeId, ...change, ...about };
      await say(`group-${groupId}`, { type: 'mapping.group-desired', data });
      return changeId;
    },
    /** Tells of members in parts, as mapping would; returns the change's id. */
    desireMembers: async (parts: number) => {
      const { changeId, ...change } = nextChange('Sales');
      for (let part = 1; part <= parts; part += 1) {
        const members = { part, parts, added: [userIdOf(part)], removed: [], snapshot: null };
        const data: MembersDesired['data'] = { changeId, ...change, groupId, ...members };
        await say(`group-${groupId}`, { type: 'mapping.members-desired', data });
      }
      return changeId;
    },
    /** How many changes the connector has counted as what. */
    counts: async () => {
      const text = 'SELECT counted, changes::int FROM tally_count';
      const { rows } = await host.pool.query<{ counted: string; changes: number }>(text);
      return Object.fromEntries(rows.map(({ counted, changes: count }) => [counted, count]));
    },
    /** Everything the connector has told so far, in order. */
    told: async () => {
      const events = await host.log.read(0, 1_000);
      return events
        .filter(({ type }) => /account-|group-|parked|superseded/.test(type))
        .map(({ type, data }) => ({
          type: type.replace('samanage.', ''),
          ...(data as Told),
        }));
    },
    /** Returns when the connector has told of a change, with all of it. */
    untilTold: async function (changeId: string, type: RegExp = /account-|group-|superseded/) {
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
    writes: () => simulator.simulator.record.filter(({ applied }) => applied).map(({ method }) => method),
    userId: userIdOf,
    /** The call that is on its way, or whose result is not known. */
    sending: async () =>
      (await host.pool.query<{ sending: string | null }>(`SELECT sending FROM ${accountWorkTable}`)).rows[0]?.sending ??
      null,
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
    openChanges: async () =>
      (await host.pool.query<{ count: number }>(`SELECT count(*) FROM ${accountWorkTable}`)).rows[0]?.count,
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

/** Where only the presence matters there is no account; of one that goes it is told what no log may show. */
function accountFor(presence: string, account: DesiredValues): DesiredValues | null {
  if (!['absent', 'unmanaged'].includes(presence)) return account;
  const { redacted } = account;
  if (redacted.length === 0) return null;
  return { values: {}, onCreation: {}, ifEmpty: {}, alwaysSent: [], matching: [], redacted };
}
