import type { EventLog } from '@waybill/event-log';
import { eventually } from '@waybill/testing';
import { differencesOf, keepFindings } from '../../read-models/reconciliations/differences';
import { askForRun, beginRun, openRun, runOf, runsOf, totalsOf } from '../../read-models/reconciliations/runs';
import { behindOurBack } from '../../testing/behind-our-back';
import { type Connector, startConnector } from '../../testing/connector-fixture';
import { jobId } from '../../testing/stand-in-mapping';
import { SamanageFailure } from '../api/samanage-failure';
import { BudgetClosed } from '../budget/rate-budget';
import { Comparison } from './comparison';
import { Reconciler } from './reconciler';

/** One that no writer looks after. */
const otherJob = 'job-2';
const byAdmin = { repair: false, askedBy: 'admin:local', trigger: 'admin' } as const;
let connector: Connector;
beforeEach(async () => (connector = await startConnector()));
afterEach(() => connector.stop());

const have = async (...people: number[]) => {
  const changes = await Promise.all(people.map((person) => connector.desire(person, { title: 'Buyer' })));
  const told = await Promise.all(changes.map((changeId) => connector.untilTold(changeId)));
  await eventually(async () => (await connector.openChanges()) === 0);
  return told.map(({ samanageId }) => samanageId ?? 0);
};
const ended = (id: string) =>
  eventually(async () => /Completed|Failed/.test((await runOf(connector.pool(), jobId, id))?.state ?? ''));
const differences = (id: string) => differencesOf(connector.pool(), id, { after: null, limit: 100 });
const pagesRead = () => connector.simulator.simulator.calls.counts.byRoute['GET /users.json'] ?? 0;
const begun = async () => {
  const { run } = await askForRun(connector.pool(), otherJob, byAdmin);
  const held = await beginRun(connector.pool(), run.id);
  if (!held) throw new Error('the run has ended');
  return held;
};

describe('a run whose writer is lost', () => {
  it('is begun again by the next one, and what was found before is removed', async () => {
    const { simulator } = connector.simulator;
    const users = Array.from({ length: 250 }, (_, n) => ({ name: `Z ${n}`, email: `z${n}@contoso.com` }));
    await simulator.seed({ users });
    const [id = 0] = await have(1);
    await behindOurBack(simulator).user(id, { title: 'Seller', name: 'A first one' });
    await simulator.change({ latencyMs: 700 });
    const { run } = await askForRun(connector.pool(), jobId, byAdmin);
    await eventually(async () => (await differences(run.id)).length > 0);
    const [found] = await differences(run.id);
    expect(await runOf(connector.pool(), jobId, run.id)).toMatchObject({ state: 'Running', accounts: 1 });
    await connector.restart();
    await simulator.change({ latencyMs: 0 });
    await ended(run.id);
    expect(await runOf(connector.pool(), jobId, run.id)).toMatchObject({ state: 'Completed', accounts: 1, drifted: 1 });
    const again = await differences(run.id);
    expect(again.map(({ member }) => member).sort()).toEqual(['name', 'title']);
    expect(again.map((each) => each.id)).not.toContain(found?.id);
  });

  it('goes on where everything was compared already', async () => {
    const [id = 0] = await have(1);
    await behindOurBack(connector.simulator.simulator).user(id, { title: 'Seller' });
    const { run } = await askForRun(connector.pool(), jobId, byAdmin);
    await ended(run.id);
    const [found] = await differences(run.id);
    const read = pagesRead();
    // As it is left by a writer that is lost in the middle of repairing.
    const { run: next } = await askForRun(connector.pool(), otherJob, { ...byAdmin, repair: true });
    await connector.pool().query(`UPDATE reconciliation_difference_v1 SET run = '${next.id}'`);
    await connector
      .pool()
      .query(
        `UPDATE reconciliation_v1 SET job = '${jobId}', state = 'Running', is_compared = true, accounts = 1 WHERE id = '${next.id}'`,
      );
    await ended(next.id);
    expect(await differences(next.id)).toEqual([{ ...found, repaired: true }]);
    expect(await runOf(connector.pool(), jobId, next.id)).toMatchObject({ accounts: 1, drifted: 1, repaired: 1 });
    await eventually(() => connector.users()[0]?.title === 'Buyer');
    expect(pagesRead()).toBe(read);
  });

  it('takes nothing more from one that only believes to be the writer', async () => {
    const pool = connector.pool();
    const [held, lost] = [await begun(), await begun()].reverse() as [
      Awaited<ReturnType<typeof begun>>,
      Awaited<ReturnType<typeof begun>>,
    ];
    expect([held.attempt, lost.attempt]).toEqual([2, 1]);
    await keepFindings(pool, lost, { accounts: 7, groups: 0, differences: [] });
    expect(await totalsOf(pool, lost)).toBeUndefined();
    await keepFindings(pool, held, { accounts: 3, groups: 1, differences: [] });
    expect(await totalsOf(pool, held)).toEqual({
      compared: { accounts: 3, groups: 1 },
      drifted: 0,
      missing: 0,
      repaired: 0,
    });
  });
});

describe('a run that cannot be carried out', () => {
  const reconciler = (error: Error) =>
    new Reconciler({
      job: otherJob,
      pool: connector.pool(),
      log: {} as EventLog,
      calls: { read: () => Promise.reject(error) },
      tenantRead: () => Promise.resolve(),
      now: Date.now,
    });
  const last = async () => (await runsOf(connector.pool(), otherJob))[0];

  it('waits for another attempt, and fails with the third', async () => {
    await askForRun(connector.pool(), otherJob, byAdmin);
    const error = new SamanageFailure('unavailable', 'InternalServerError', 'Samanage answered 503');
    for (const state of ['Waiting', 'Waiting', 'Failed']) {
      await expect(reconciler(error).runDue()).rejects.toBe(error);
      expect(await last()).toMatchObject({ state, error: 'Samanage answered 503' });
    }
    expect((await last())?.endedAt).toBeInstanceOf(Date);
    expect((await askForRun(connector.pool(), otherJob, byAdmin)).isNew).toBe(true);
  });

  it('is begun again by whoever goes on, where the session ended', async () => {
    await askForRun(connector.pool(), otherJob, byAdmin);
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await expect(reconciler(new BudgetClosed()).runDue()).rejects.toThrow(BudgetClosed);
    }
    expect(await last()).toMatchObject({ state: 'Running', error: null });
  });
});

describe('an account that no page has shown', () => {
  it('is read by its id before it is called missing', async () => {
    const [there = 0, gone = 0] = await have(1, 2);
    const change = behindOurBack(connector.simulator.simulator);
    await change.user(there, { title: 'Seller' });
    await change.remove(`/users/${gone}.json`);
    const run = await begun();
    const asked: string[] = [];
    const read = async (path: string) => {
      asked.push(path.split('?', 1)[0] ?? '');
      if (/^\/(users|groups)\.json/.test(path)) return { status: 200, headers: {}, body: [] };
      const user = connector.simulator.simulator.account.users.get(Number(/\d+/.exec(path)?.[0]));
      if (!user) throw new SamanageFailure('not-found', 'NotFound', 'Samanage answered 404');
      const { id, name, email, title } = user;
      return { status: 200, headers: {}, body: { id, name, email, title, role: { name: 'Requester' } } };
    };
    await new Comparison({ job: jobId, run, calls: { read }, pool: connector.pool() }).run();
    expect(asked.sort()).toEqual(['/groups.json', '/users.json', `/users/${there}.json`, `/users/${gone}.json`].sort());
    const found = await differences(run.id);
    expect(found.map(({ kind, samanageId }) => [kind, samanageId]).sort()).toEqual([
      ['changed', there],
      ['missing', gone],
    ]);
  });
});

it('says nothing of what was written while it read', async () => {
  const [first = 0, second = 0] = await have(1, 2);
  const change = behindOurBack(connector.simulator.simulator);
  await change.user(second, { title: 'Seller' });
  const read = async (path: string) => {
    if (path.startsWith('/groups')) return { status: 200, headers: {}, body: [] };
    // As Samanage showed it before our own write.
    await connector.untilTold(await connector.desire(1, { title: 'Boss' }));
    await eventually(async () => (await connector.openChanges()) === 0);
    return { status: 200, headers: {}, body: [1, 2].map((n) => ({ id: [first, second][n - 1], title: 'Seller' })) };
  };
  const run = await begun();
  await new Comparison({ job: jobId, run, calls: { read }, pool: connector.pool() }).run();
  expect([...new Set((await differences(run.id)).map(({ samanageId }) => samanageId))]).toEqual([second]);
});

it('shows no value that no log may show, and tells it once where Samanage is right about it', async () => {
  await connector.untilTold(await connector.desire(1, { title: 'Buyer' }, 'enabled', { redacted: ['title', 'phone'] }));
  await eventually(async () => (await connector.openChanges()) === 0);
  const [user] = connector.users();
  await behindOurBack(connector.simulator.simulator).user(user?.id ?? 0, { title: 'Seller', phone: '1' });
  const found = async () => {
    const { run } = await askForRun(connector.pool(), jobId, byAdmin);
    await ended(run.id);
    return (await differences(run.id)).map(({ member, applied, actual, wanted }) => [member, applied, actual, wanted]);
  };
  const title = ['title', '[Redact]', '[Redact]', '[Redact]'];
  expect((await found()).sort()).toEqual([['phone', null, '[Redact]', null], title]);
  expect(await found()).toEqual([title]);
});

it('keeps the last 50 runs of a job', async () => {
  const pool = connector.pool();
  for (let run = 0; run < 52; run += 1) {
    await askForRun(pool, otherJob, byAdmin);
    await pool.query(`UPDATE reconciliation_v1 SET state = 'Failed'`);
  }
  expect(await runsOf(pool, otherJob)).toHaveLength(50);
  const { rows } = await pool.query<{ runs: number }>('SELECT count(*) AS runs FROM reconciliation_v1');
  expect(rows[0]?.runs).toBe(50);
  expect(await openRun(pool, otherJob)).toBeUndefined();
});
