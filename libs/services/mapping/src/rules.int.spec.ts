import type { AccountDesired, GroupDesired, MembersDesired } from '@waybill/contracts';
import { fold } from '@waybill/decider';
import { instruct } from '@waybill/event-log';
import { randomUUID } from 'node:crypto';
import { defaultBrake } from './domain/deletion-brake';
import { group } from './domain/group';
import type { GroupEvent } from './domain/group-state';
import { job } from './domain/job';
import { subject } from './domain/subject';
import type { SubjectEvent } from './domain/subject-state';
import { surprisesOf } from './inbound/plan-surprises';
import { PostgresReads } from './read-models/postgres-reads';
import { jobId, type Mapping, startMapping, until } from './testing/mapping-fixture';
import { clause, schemaWith } from './testing/rules';

const at = '2026-01-31T12:00:00.000Z';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('rules', () => {
  let mapping: Mapping;

  beforeEach(async () => {
    mapping = await startMapping();
    await mapping.createJob();
  });
  afterEach(async () => {
    await mapping.stop();
    expect(mapping.errors).toEqual([]);
  });

  const applied = async (rules: object) => {
    const cycleId = await mapping.applyRules(rules);
    await mapping.cycleClosed(cycleId);
    return cycleId;
  };
  const push = (userId: string, resource: object) =>
    mapping.message('scim-ingress', `user-${userId}`, 'directory.user-created', {
      changeId: randomUUID(),
      userId,
      at,
      resource,
      changedPaths: [],
      unique: [],
    });
  const person = (name: string, department: string) => ({
    userName: `${name}@contoso.com`,
    displayName: name,
    [enterprise]: { department },
  });
  const inGroup = (groupId: string, type: string, data: object) =>
    mapping.message('scim-ingress', `group-${groupId}`, `directory.${type}`, {
      changeId: randomUUID(),
      groupId,
      at,
      ...data,
    });
  const groupCreated = (groupId: string, displayName: string) =>
    inGroup(groupId, 'group-created', { resource: { displayName }, changedPaths: [], unique: [] });
  const joined = (groupId: string, added: string[], removed: string[] = []) =>
    inGroup(groupId, 'members-changed', {
      displayName: 'Sales',
      part: 1,
      parts: 1,
      added: added.map((id) => ({ id, type: 'User', display: null })),
      removed,
      cause: 'requested',
      emptied: false,
    });
  const presencesOf = async (userId: string) =>
    (await mapping.eventsOf(userId)).flatMap(({ type, data }) =>
      type === 'mapping.account-desired' ? [(data as AccountDesired['data']).presence] : [],
    );
  const lastOf = async (userId: string) => (await mapping.eventsOf(userId)).at(-1);

  it('that are applied evaluate everybody in a cycle, and what arrives belongs to the incremental one', async () => {
    const [sales, retail] = [randomUUID(), randomUUID()];
    await mapping.deliver(push(sales, person('sam', 'Sales')), push(retail, person('rita', 'Retail')));
    const cycleId = await applied(schemaWith({ groups: [clause('department', 'EQUALS', 'Sales')] }));
    expect(await presencesOf(sales)).toEqual(['enabled']);
    expect(await presencesOf(retail)).toEqual(['enabled', 'disabled']);
    expect((await lastOf(sales))?.type).toBe('mapping.change-unchanged');
    expect((await lastOf(retail))?.data).toMatchObject({
      cycleId,
      rulesVersion: 2,
      cause: 'cycle',
      account: { values: {} },
    });
    const later = randomUUID();
    await mapping.deliver(push(later, person('lea', 'Sales')));
    expect((await lastOf(later))?.data).toMatchObject({ rulesVersion: 2, cause: 'directory' });
    expect(((await lastOf(later))?.data as AccountDesired['data']).cycleId).not.toBe(cycleId);
    const { rows } = await mapping.pool.query<{ kind: string; how: string | null; evaluated: number; counts: object }>(
      `SELECT kind, how, evaluated, (SELECT jsonb_object_agg(counted, changes) FROM cycle_count_v1 n
         WHERE n.cycle_id = c.cycle_id) AS counts FROM cycle_v1 c WHERE cycle_id = $1`,
      [cycleId],
    );
    expect(rows).toEqual([{ kind: 'initial', how: 'completed', evaluated: 2, counts: { unchanged: 1, desired: 1 } }]);
    const tally = await until(mapping.tally, (stated) => stated?.ended.unchanged === 1);
    expect(tally).toMatchObject({ opened: 2, received: 4, open: 0, ended: { unchanged: 1 } });
    const state = await mapping.stateOf(`account-${retail}`);
    expect(state).toEqual(fold(subject, (await mapping.eventsOf(retail)) as unknown as SubjectEvent[]));
  });

  it('that ask for a group evaluate those who join or leave it', async () => {
    const [userId, groupId] = [randomUUID(), randomUUID()];
    await applied(schemaWith({ groups: [clause('objectId', 'IsMemberOf', groupId)] }));
    await mapping.deliver(push(userId, person('sam', 'Sales')));
    expect((await lastOf(userId))?.type).toBe('mapping.subject-skipped');
    await mapping.deliver(groupCreated(groupId, 'Sales'), joined(groupId, [userId]));
    await until(
      () => presencesOf(userId),
      ({ length }) => length === 1,
    );
    await mapping.deliver(joined(groupId, [], [userId]));
    expect(
      await until(
        () => presencesOf(userId),
        ({ length }) => length === 2,
      ),
    ).toEqual(['enabled', 'disabled']);
    expect((await lastOf(userId))?.data).toMatchObject({ cause: 'membership' });
    await mapping.deliver(joined(groupId, [userId]));
    await until(
      () => presencesOf(userId),
      ({ length }) => length === 3,
    );
    await mapping.deliver(inGroup(groupId, 'group-deleted', { displayName: 'Sales' }));
    const told = await until(
      () => presencesOf(userId),
      ({ length }) => length === 4,
    );
    expect(told).toEqual(['enabled', 'disabled', 'enabled', 'disabled']);
  });

  it('that switch groups on tell each group with all of its members, and then each change', async () => {
    const [sales, retail] = [randomUUID(), randomUUID()];
    const members = Array.from({ length: 2_500 }, () => randomUUID());
    await mapping.deliver(groupCreated(sales, 'Sales'), groupCreated(retail, 'Retail'));
    for (let index = 0; index < members.length; index += 1_000) {
      await mapping.deliver(joined(sales, members.slice(index, index + 1_000)));
    }
    await applied(schemaWith({ groupFilter: [clause('displayName', 'EQUALS', 'Sales')] }));
    const told = async () =>
      (await mapping.eventsIn(`group-${sales}`)).filter(({ type }) => type === 'mapping.members-desired');
    const parts = (await until(told, ({ length }) => length === 3)).map(({ data }) => data as MembersDesired['data']);
    expect(parts.map(({ part, parts: all, snapshot }) => [part, all, snapshot])).toEqual(
      [1, 2, 3].map((part) => [part, 3, { total: 2_500 }]),
    );
    expect(parts.flatMap(({ added }) => added)).toEqual([...members].sort());
    const [left = ''] = members;
    const newcomer = randomUUID();
    await mapping.deliver(joined(sales, [newcomer], [left]));
    expect((await told()).at(-1)?.data).toMatchObject({ added: [newcomer], removed: [left], snapshot: null, part: 1 });
    const desired = (await mapping.eventsIn(`group-${sales}`)).find(({ type }) => type === 'mapping.group-desired');
    expect(desired?.data).toMatchObject({
      presence: 'present',
      cause: 'cycle',
      group: { values: { name: 'Sales' }, matching: [{ attribute: 'name', value: 'Sales' }] },
    });
    const others = (await mapping.eventsIn(`group-${retail}`)).map(({ type }) => type);
    expect(others).not.toContain('mapping.group-desired');
    await applied(schemaWith({}));
    const last = (await mapping.eventsIn(`group-${sales}`)).at(-1);
    expect((last?.data as GroupDesired['data']).presence).toBe('unmanaged');
    const state = await mapping.stateOf(`group-${sales}`);
    expect(state).toEqual(fold(group, (await mapping.eventsIn(`group-${sales}`)) as unknown as GroupEvent[]));
    await mapping.deliver(joined(sales, [], [newcomer]));
    expect((await mapping.eventsIn(`group-${sales}`)).at(-1)).toMatchObject({
      type: 'mapping.subject-skipped',
      data: { skipReason: 'GroupsNotMapped' },
    });
  });

  it('newer than those that a message was evaluated under have it evaluated again', async () => {
    const people = Array.from({ length: 40 }, () => randomUUID());
    const rules = schemaWith({ groups: [clause('department', 'EQUALS', 'Sales')] });
    const [cycle] = await Promise.all([
      applied(rules),
      ...people.map((userId) => mapping.deliver(push(userId, person(userId, 'Retail')))),
    ]);
    expect(cycle).toBeTruthy();
    for (const userId of people) {
      const last = await until(
        () => lastOf(userId),
        (event) => (event?.data as { rulesVersion?: number } | undefined)?.rulesVersion === 2,
      );
      expect(['mapping.subject-skipped', 'mapping.account-desired']).toContain(last?.type);
      if (last?.type === 'mapping.account-desired') expect(last.data).toMatchObject({ presence: 'disabled' });
    }
  });

  it('go on evaluating everybody where a runner was lost, and evaluate nobody twice', async () => {
    const people = Array.from({ length: 3_000 }, () => randomUUID());
    for (let index = 0; index < people.length; index += 500) {
      await mapping.deliver(...people.slice(index, index + 500).map((id) => push(id, person(id, 'Sales'))));
    }
    const cycleId = await mapping.applyRules(schemaWith({ groups: [clause('department', 'EQUALS', 'Retail')] }));
    const progress = async () => {
      const { rows } = await mapping.pool.query<{ evaluated: number }>(
        'SELECT evaluated FROM cycle_progress_v1 WHERE cycle_id = $1',
        [cycleId],
      );
      return rows[0]?.evaluated ?? 0;
    };
    const before = await until(progress, (evaluated) => evaluated >= 500);
    expect(before).toBeLessThan(people.length);
    await mapping.pool.query(`SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity a USING (pid)
      WHERE locktype = 'advisory' AND granted AND a.usename = current_user AND datname = current_database()
        AND pid <> pg_backend_pid()`);
    const closed = (await mapping.cycleClosed(cycleId)).at(-1);
    expect(closed?.data).toMatchObject({ cycleId, how: 'completed', evaluated: people.length });
    const { rows } = await mapping.pool.query<{ times: number; people: number }>(
      `SELECT times, count(*) AS people FROM
        (SELECT count(*) AS times FROM event_log WHERE data->>'cycleId' = $1 AND stream LIKE 'account-%' GROUP BY stream) s
        GROUP BY times`,
      [cycleId],
    );
    expect(rows.map(({ times, people: many }) => [Number(times), Number(many)])).toEqual([[1, people.length]]);
    // Of the connections that were cut, and of nothing else.
    for (const error of mapping.errors.splice(0)) expect(String(error)).toMatch(/terminat|connection|does not answer/i);
  }, 60_000);

  it('whose plan was made before somebody joined a group that it asks for are a surprise', async () => {
    const [userId, groupId] = [randomUUID(), randomUUID()];
    const asking = schemaWith({ groups: [clause('objectId', 'IsMemberOf', groupId)] });
    await mapping.deliver(push(userId, person('sam', 'Sales')), groupCreated(groupId, 'Sales'));
    await applied(schemaWith({ groups: [clause('displayName', 'EQUALS', 'nobody')] }));
    const reads = new PostgresReads(mapping.pool);
    const planId = randomUUID();
    await reads.askForPlan({ planId, jobId, basedOn: 2, rules: { ...asking }, madeBy: 'test' });
    const plan = await until(
      () => reads.plan(jobId, planId),
      (found) => found?.status === 'complete',
    );
    if (!plan) throw new Error('the plan is gone');
    expect(await surprisesOf(reads, plan, new Date().toISOString())).toEqual([]);
    await mapping.deliver(joined(groupId, [userId]));
    const surprises = await surprisesOf(reads, plan, new Date().toISOString());
    expect(surprises.map(({ target }) => target)).toEqual([userId]);
  });

  it('that stop disables count them under the time of the directory, however long ago', async () => {
    const people = Array.from({ length: 3 }, () => randomUUID());
    await mapping.deliver(...people.map((id) => push(id, person(id, 'Sales'))));
    const brake = { ...defaultBrake, count: 1 };
    const command = { type: 'set-brake', jobId, brake, by: 'test', now: new Date().toISOString() } as const;
    const metadata = { correlationId: 'test', actor: 'test' };
    await mapping.log.submit({ instructions: [instruct(job, command)], metadata, lane: 'live' });
    for (const id of people) {
      const resource = { ...person(id, 'Sales'), active: false };
      const change = { changeId: randomUUID(), userId: id, at, resource, changedPaths: [], unique: [] };
      await mapping.deliver(mapping.message('scim-ingress', `user-${id}`, 'directory.user-changed', change));
    }
    const presences = await Promise.all(people.map(presencesOf));
    expect(presences.filter((each) => each.includes('disabled'))).toHaveLength(1);
  });
});
