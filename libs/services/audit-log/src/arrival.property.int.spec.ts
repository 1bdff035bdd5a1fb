import { type LoggedEvent, openPool } from '@waybill/event-log';
import type { Message } from '@waybill/messaging';
import { migrateServices } from '@waybill/service-host';
import { createTestDatabase, type TestDatabase } from '@waybill/testing';
import fc from 'fast-check';
import type { Pool, PoolClient } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { loadConfig } from '@waybill/runtime';
import { auditLogConfig } from './audit-log.config';
import { auditLogSchema, auditLogService } from './audit-log.service';
import { recordEverything } from './inbound/record-everything';
import { beginGroup, tellMembers } from './testing/group-stories';
import { OtherServices } from './testing/other-services';
import { laterChangeId } from './testing/told-events';

const parked = { action: 'create', code: 'Timeout', reason: 'no answer', nextAttemptAt: '2026-01-31T12:01:00Z' };
const tables = ['change_v2', 'provisioning_log_v1', 'tally_v2', 'job_v1', 'recorded_positions_v1'];

/** Everything that can become of a change, with counts in between. */
function toldStory(): Message[] {
  const others = new OtherServices();
  others.createJob();
  for (const end of ['account-created', 'account-unchanged', 'account-deleted']) {
    const { userId, tell } = others.begin(undefined, ['title']);
    tell('change-parked', parked);
    tell(end);
    const changed = others.begin(userId);
    changed.tell('change-superseded', { supersededBy: laterChangeId });
    others.count('samanage-connector', { received: others.said.length });
    tellEvaluations(others, userId);
    others.changeMembers(3).skip();
    tellGroups(others);
    others.refuse();
    others.beginReference(userId);
    others.count('mapping', { received: others.said.length });
  }
  return others.said;
}

/** Of groups, what is told bit by bit, and what an admin says in between. */
function tellGroups(others: OtherServices): void {
  const members = tellMembers(others, 3);
  members.receive();
  for (let call = 0; call < 3; call += 1) {
    const added = Array.from({ length: 400 }, () => ({ userId: uuidv7(), membershipId: null }));
    members.tell('memberships-written', { added, removed: [uuidv7()], failed: [] });
  }
  members.tell('members-updated', { added: 1_200, removed: 3 });
  const group = beginGroup(others);
  group.tell('change-parked', parked);
  for (let asked = 0; asked < 22; asked += 1) group.tell('change-retried', { retriedBy: `admin:${asked}` });
  group.tell('change-edited', { account: { name: 'Engineers' }, editedBy: 'admin:local', reason: 'a typo' });
  group.tell('change-abandoned', { abandonedBy: 'admin:local', reason: 'no longer needed' });
}

/** Of a user, what began in the directory and waits or ends in mapping, and what mapping began itself. */
function tellEvaluations(others: OtherServices, userId: string): void {
  const about = { changeId: uuidv7(), displayName: 'Adele Vance' };
  const at = '2026-01-31T12:00:00Z';
  others.say('scim-ingress', `user-${userId}`, 'directory.user-deleted', { ...about, userId, at });
  const said = { cause: 'directory', ...about };
  others.evaluateAgain(userId).say('change-parked', { ...said, code: 'MissingValues', reason: '' });
  others.evaluateAgain(userId).say('subject-skipped', { ...said, skipReason: 'ImportSkipped' });
  others.evaluateAgain(userId).say('change-unchanged');
  const staged = { action: 'disable', reason: '500 accounts were disabled within 24 h' };
  const released = others.evaluateAgain(userId);
  released.say('change-staged', staged);
  released.say('change-released', { releasedBy: 'admin:local' });
  released.passOn({ cause: 'release', presence: 'disabled' }).tell('account-disabled');
  const abandoned = others.evaluateAgain(userId);
  abandoned.say('change-staged', staged);
  abandoned.say('change-abandoned', { abandonedBy: 'admin:local', reason: 'a filter was wrong' });
}

/** The messages as a bus may bring them: each stream in its order, and nothing promised between streams. */
const arrivalOf = (messages: readonly Message[]) =>
  fc.shuffledSubarray([...messages], { minLength: messages.length }).map((shuffled) => {
    const streamOf = ({ source, stream }: Message) => `${source}/${stream}`;
    const queues = Map.groupBy(messages, streamOf);
    const waiting = new Map([...queues].map(([stream, queue]) => [stream, [...queue]]));
    return shuffled.flatMap((message) => waiting.get(streamOf(message))?.shift() ?? []);
  });

async function recorded(messages: readonly Message[]): Promise<LoggedEvent[]> {
  const events: LoggedEvent[] = [];
  for (const message of messages) {
    const [instruction] = await recordEverything.react(message);
    const { entry } = instruction?.command as unknown as { entry: object };
    events.push({ ...message, position: events.length + 1, type: 'audit.entry-recorded', data: entry });
  }
  return events;
}

describe('the read models of the audit log', () => {
  let database: TestDatabase;
  let pool: Pool;
  let client: PoolClient;
  beforeAll(async () => {
    database = await createTestDatabase();
    await migrateServices(database.url, [auditLogSchema]);
    pool = openPool({ url: database.url, schema: auditLogSchema.schema }, () => undefined);
    client = await pool.connect();
  });
  afterAll(async () => {
    client.release();
    await pool.end();
    await database.drop();
  });

  /** The rows that follow from messages, taken in batches of a size. */
  async function rowsAfter(messages: readonly Message[], batchSize: number): Promise<unknown[]> {
    const events = await recorded(messages);
    await client.query('BEGIN');
    try {
      for (let at = 0; at < events.length; at += batchSize) {
        for (const projection of auditLogService(loadConfig({}, auditLogConfig)).projections) {
          await projection.apply(client, events.slice(at, at + batchSize));
        }
      }
      const read = tables.map((table) => `SELECT '${table}' AS "table", to_jsonb(t) AS row FROM ${table} t`);
      return (await client.query<object>(`${read.join(' UNION ALL ')} ORDER BY 1, 2`)).rows;
    } finally {
      await client.query('ROLLBACK');
    }
  }

  it('come to the same rows in whatever order the services are heard', async () => {
    const story = toldStory();
    const expected = await rowsAfter(story, story.length);
    expect(expected).toHaveLength(30 + 45 + 6 + 1 + 3);
    const arrival = fc.tuple(arrivalOf(story), fc.integer({ min: 1, max: story.length }));
    await fc.assert(
      fc.asyncProperty(arrival, async ([messages, batchSize]) => {
        expect(await rowsAfter(messages, batchSize)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
