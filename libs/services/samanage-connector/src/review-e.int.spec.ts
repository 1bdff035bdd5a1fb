import { instruct } from '@waybill/event-log';
import { account } from './domain/account/account';
import { type Connector, startConnector } from './testing/connector-fixture';
import { userIdOf } from './testing/stand-in-mapping';
import { eventually } from '@waybill/testing';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('review e', () => {
  let connector: Connector;
  beforeEach(async () => (connector = await startConnector()));
  afterEach(() => connector.stop());
  const set = (switches: object) => connector.simulator.simulator.change(switches);
  const remove = async (email: string) => {
    const user = connector.users().find((each) => each.email === email);
    const at = '2026-01-01T00:00:00.000+00:00';
    await connector.simulator.simulator.write({
      method: 'DELETE',
      path: `/users/${user?.id}.json`,
      query: new URLSearchParams(),
      body: null,
      at,
    });
  };
  const members = () =>
    connector
      .groups()[0]
      ?.members.map((email) => email?.split('@')[0])
      .sort();

  it('15 an account made again joins the groups that did not take the old one in', async () => {
    for (const person of [1, 2]) await connector.untilTold(await connector.desire(person, {}));
    await connector.untilTold(await connector.desireGroup(1, {}));
    await remove('p1@contoso.com');
    const told = await connector.untilTold(await connector.desireMembers(1, [{ added: [1, 2] }]));
    expect(told.remarks?.map(({ code }) => code)).toEqual(['MembershipNotTakenOver']);
    const again = await connector.untilTold(await connector.desire(1, { title: 'Again' }));
    expect(again.type).toBe('account-created');
    await pause(2000);
    expect(members()).toEqual(['p1', 'p2']);
  });

  it('16 an account that an older release linked can be unlinked', async () => {
    await connector.untilTold(await connector.desire(1, {}));
    await pause(300);
    // What a release before links kept: no samanageId in the state, a row in account_link_v1.
    await connector
      .pool()
      .query(`UPDATE stream_state SET state = state - 'samanageId' WHERE stream = $1`, [`account-${userIdOf(1)}`]);
    await connector.restart();
    const handled = await connector.submit(
      instruct(account, {
        type: 'remove-link',
        jobId: 'job-1',
        userId: userIdOf(1),
        by: 'admin:local',
        now: new Date().toISOString(),
      }),
    );
    expect(
      JSON.stringify(handled, (_, value: unknown) => (value instanceof Error ? value.message : value)),
    ).not.toContain('not linked');
  });

  it('17 roles are read again after an hour', async () => {
    await connector.untilTold(await connector.desire(1, {}));
    await eventually(async () => (await connector.pool().query('SELECT FROM tenant_walk_v1')).rows.length > 0);
    await connector.pool().query(`UPDATE tenant_walk_v1 SET read_at = now() - interval '2 hours'`);
    await connector.restart();
    const before = connector.calls();
    connector.simulator.simulator.calls.reset();
    await pause(4000);
    void before;
    void set;
    expect(JSON.stringify(connector.calls())).toContain('roles');
  });
});
