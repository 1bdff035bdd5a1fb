import { instruct } from '@waybill/event-log';
import { eventually } from '@waybill/testing';
import { group } from './domain/group/group';
import type * as pending from './read-models/memberships/pending-members';
import { behindOurBack } from './testing/behind-our-back';
import { type Connector, startConnector } from './testing/connector-fixture';
import { groupIdOf, jobId } from './testing/stand-in-mapping';

const hooks: { beforeLastLook?: (() => Promise<void>) | undefined } = {};
jest.mock('./read-models/memberships/pending-members', () => {
  const actual = jest.requireActual<typeof pending>('./read-models/memberships/pending-members');
  const membersWithoutAccount: typeof pending.membersWithoutAccount = async (...asked) => {
    await hooks.beforeLastLook?.();
    return actual.membersWithoutAccount(...asked);
  };
  return { ...actual, membersWithoutAccount };
});

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Members become what was said of them when that becomes possible, and nobody else does. */
describe('the members of a group', () => {
  let connector: Connector;
  beforeEach(async () => (connector = await startConnector()));
  afterEach(() => connector.stop());

  const have = async (...people: number[]) => {
    const changes = await Promise.all(people.map((person) => connector.desire(person, {})));
    for (const changeId of changes) await connector.untilTold(changeId);
  };
  const remove = (person: number) => {
    const user = connector.users().find(({ email }) => email === `p${person}@contoso.com`);
    return behindOurBack(connector.simulator.simulator).remove(`/users/${user?.id}.json`);
  };
  const members = () =>
    connector
      .groups()[0]
      ?.members.map((email) => email?.split('@')[0])
      .sort();
  const untilMembers = (names: string) => eventually(() => members()?.join() === names);

  it('join where they get their accounts between the last look and the end', async () => {
    await connector.untilTold(await connector.desireGroup(1, {}));
    hooks.beforeLastLook = async () => {
      hooks.beforeLastLook = undefined;
      await have(1);
      // Nothing tells that the account was noticed for a change that is still open.
      await pause(300);
    };
    await connector.untilTold(await connector.desireMembers(1, [{ added: [1] }]));
    await untilMembers('p1');
  });

  it('are written when updates are on again, as they were wanted while updates were off', async () => {
    await have(1, 2);
    await connector.untilTold(await connector.desireGroup(1, {}));
    await connector.untilTold(await connector.desireMembers(1, [{ added: [1] }]));
    await connector.untilTold(await connector.desireGroup(1, {}, { allowed: { update: false } }));
    await connector.untilTold(await connector.desireMembers(1, [{ added: [2], removed: [1] }]));
    expect(members()).toEqual(['p1']);
    await connector.untilTold(await connector.desireGroup(1, {}));
    await untilMembers('p2');
  });

  it('are those of a snapshot alone, although another got his account between two parts of it', async () => {
    await connector.untilTold(await connector.desireGroup(1, {}));
    await connector.untilTold(await connector.desireMembers(1, [{ added: [1] }]));
    await have(2, 3);
    const parts = [2, 3].map((person) => ({ added: [person], total: 2 }));
    const told = await connector.desireMembers(1, parts, async (part) => {
      if (part > 1) return;
      await have(1);
      // Time enough for him to be taken in.
      await pause(500);
    });
    await connector.untilTold(told);
    await eventually(async () => (await connector.openChanges()) === 0);
    await pause(500);
    expect(members()).toEqual(['p2', 'p3']);
  });

  it('do not count those whom Samanage did not take in', async () => {
    await have(1, 2);
    await connector.untilTold(await connector.desireGroup(1, {}));
    await remove(1);
    const told = await connector.untilTold(await connector.desireMembers(1, [{ added: [1] }]));
    expect(told).toMatchObject({ added: 0 });
  });

  it('join with an account that was made again where the old one was not taken in', async () => {
    await have(1, 2);
    await connector.untilTold(await connector.desireGroup(1, {}));
    await remove(1);
    const told = await connector.untilTold(await connector.desireMembers(1, [{ added: [1, 2] }]));
    expect(told.remarks?.map(({ code }) => code)).toEqual(['MembershipNotTakenOver']);
    const again = await connector.untilTold(await connector.desire(1, { title: 'Again' }));
    expect(again.type).toBe('account-created');
    await untilMembers('p1,p2');
  });

  it('join another group at Samanage that an admin links theirs to', async () => {
    await have(1);
    const { groups } = await connector.simulator.simulator.seed({ groups: [{ name: 'Other', members: [] }] });
    await connector.untilTold(await connector.desireGroup(1, { name: 'Sales' }));
    await connector.untilTold(await connector.desireMembers(1, [{ added: [1] }]));
    await eventually(async () => (await connector.openChanges()) === 0);
    const link = {
      samanageId: groups[0]?.id ?? 0,
      changeId: '30000000-0000-7000-8000-000000000001',
      by: 'admin:local',
      now: '2026-01-01T00:00:00Z',
    };
    await connector.submit(instruct(group, { type: 'set-link', jobId, groupId: groupIdOf(1), ...link }));
    await connector.untilTold(link.changeId);
    const person = 'p1@contoso.com';
    await eventually(() => connector.groups().every((each) => each.members.includes(person)));
    expect(connector.groups().map((each) => each.members)).toEqual([[person], [person]]);
  });
});
