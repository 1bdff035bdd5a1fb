import { instruct } from '@waybill/event-log';
import { eventually } from '@waybill/testing';
import { account } from './domain/account/account';
import { group } from './domain/group/group';
import { type Connector, startConnector } from './testing/connector-fixture';
import { groupIdOf, userIdOf } from './testing/stand-in-mapping';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('review', () => {
  let connector: Connector;
  beforeEach(async () => (connector = await startConnector()));
  afterEach(() => connector.stop());
  const set = (switches: object) => connector.simulator.simulator.change(switches);
  const have = async (...people: number[]) => {
    const changes = await Promise.all(people.map((person) => connector.desire(person, {})));
    for (const changeId of changes) await connector.untilTold(changeId);
  };
  const members = () =>
    connector
      .groups()[0]
      ?.members.map((email) => email?.split('@')[0])
      .sort();

  it('1 two directory groups of one name do not share one group', async () => {
    const one = await connector.untilTold(await connector.desireGroup(1, { name: 'Sales' }));
    const other = await connector.untilTold(await connector.desireGroup(2, { name: 'Sales' }), /group-|parked/);
    expect(other.samanageId).not.toBe(one.samanageId);
  });

  it('2 a group deleted while it is wanted again keeps the members of the newer snapshot', async () => {
    await have(1, 2);
    await connector.untilTold(await connector.desireGroup(1, {}));
    await connector.untilTold(await connector.desireMembers(1, [{ added: [1, 2], total: 2 }]));
    await set({ latencyMs: 700 });
    const before = connector.calls();
    const gone = await connector.desireGroup(1, {}, { presence: 'absent' });
    await eventually(async () => (await connector.sending()) === 'delete');
    await connector.desireGroup(1, {});
    const again = await connector.desireMembers(1, [{ added: [1, 2], total: 2 }]);
    await connector.untilTold(gone);
    await set({ latencyMs: 0 });
    await connector.untilTold(again);
    await eventually(async () => (await connector.openChanges()) === 0);
    await pause(1000);
    void before;
    expect(members()).toEqual(['p1', 'p2']);
  });

  it('3 a group whose create was superseded in flight is found under its old name', async () => {
    await have(1);
    await pause(1500);
    await set({ readFault: 1 });
    const first = await connector.desireGroup(1, { name: 'Sales' });
    await connector.untilTold(first, /parked/);
    await set({ latencyMs: 1500 });
    await eventually(async () => (await connector.sending()) === 'create');
    const renamed = await connector.desireGroup(1, { name: 'Marketing' });
    await pause(1600);
    await set({ latencyMs: 0 });
    await connector.untilTold(renamed);
    await eventually(async () => (await connector.openChanges()) === 0);
    expect(connector.groups().map(({ name }) => name)).toEqual(['Marketing']);
  });

  it('5 a report whose manager is linked but not known does not loop', async () => {
    await connector.untilTold(await connector.desire(1, {}, 'unmanaged'));
    const report = await connector.desire(2, { reports_to: userIdOf(1) });
    await connector.untilTold(report);
    const [user] = connector.users();
    void user;
    await connector.submit(
      instruct(account, {
        type: 'set-link',
        jobId: 'job-1',
        userId: userIdOf(1),
        samanageId: 1,
        changeId: '30000000-0000-7000-8000-000000000001',
        by: 'admin:local',
        now: new Date().toISOString(),
      }),
    );
    await connector.untilTold('30000000-0000-7000-8000-000000000001');
    const change = await connector.desire(2, { reports_to: userIdOf(1), title: 'Boss' });
    await connector.untilTold(change);
    await pause(3000);
    const { opened = 0 } = await connector.counts();
    expect(opened).toBeLessThan(5);
  });

  it('6 two people of one address do not share an account', async () => {
    for (let round = 0; round < 8; round += 1) {
      const email = `same${round}@contoso.com`;
      const [one, other] = await Promise.all([
        connector.desire(10 + 2 * round, { email }),
        connector.desire(11 + 2 * round, { email }),
      ]);
      const told = await Promise.all([one, other].map((id) => connector.untilTold(id, /account-|parked/)));
      expect(told.map(({ type }) => type)).toContain('change-parked');
    }
  });

  it('7 members that were not written while updates were off are written when they are on', async () => {
    await have(1, 2);
    await connector.untilTold(await connector.desireGroup(1, {}));
    await connector.untilTold(await connector.desireMembers(1, [{ added: [1] }]));
    await connector.untilTold(await connector.desireGroup(1, {}, { allowed: { update: false } }));
    await connector.untilTold(await connector.desireMembers(1, [{ added: [2], removed: [1] }]));
    await connector.untilTold(await connector.desireGroup(1, {}));
    await pause(2000);
    expect(members()).toEqual(['p2']);
  });

  it('10 a reference that appears between two parts of a snapshot does not keep who is not in it', async () => {
    await connector.untilTold(await connector.desireGroup(1, {}));
    await connector.untilTold(await connector.desireMembers(1, [{ added: [1] }]));
    await have(2, 3);
    const part = (number: number, added: number[]) =>
      connector.submit(
        instruct(group, {
          type: 'desire-members',
          jobId: 'job-1',
          version: 10 + number,
          desired: {
            changeId: '30000000-0000-7000-8000-000000000009',
            cycleId: userIdOf(0),
            directoryVersion: 9,
            rulesVersion: 1,
            displayName: 'Group 1',
            cause: 'directory',
            steps: [],
            groupId: groupIdOf(1),
            part: number,
            parts: 2,
            added: added.map(userIdOf),
            removed: [],
            snapshot: { total: 2 },
          },
        } as never),
      );
    await part(1, [2]);
    await have(1);
    await eventually(() => members()?.includes('p1') ?? false);
    await part(2, [3]);
    await connector.untilTold('30000000-0000-7000-8000-000000000009');
    await pause(500);
    expect(members()).toEqual(['p2', 'p3']);
  });

  it('11 somebody who was not taken in is not told as added', async () => {
    await have(1, 2);
    await connector.untilTold(await connector.desireGroup(1, {}));
    const user = connector.users().find(({ email }) => email === 'p1@contoso.com');
    const at = '2026-01-01T00:00:00.000+00:00';
    await connector.simulator.simulator.write({
      method: 'DELETE',
      path: `/users/${user?.id}.json`,
      query: new URLSearchParams(),
      body: null,
      at,
    });
    const told = await connector.untilTold(await connector.desireMembers(1, [{ added: [1] }]));
    expect(told).toMatchObject({ added: 0 });
  });
});
