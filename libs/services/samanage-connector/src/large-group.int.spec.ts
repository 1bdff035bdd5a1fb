import { instruct } from '@waybill/event-log';
import { account } from './domain/account/account';
import { type Connector, startConnector } from './testing/connector-fixture';
import { jobId, userIdOf } from './testing/stand-in-mapping';
import { wantedOf } from './testing/told-and-wanted';

const size = 5_000;
const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
const namesOf = (person: number) => ({ name: `Person ${person}`, email: `p${person}@contoso.com` });

/** A group names its members and no more: their memberships are known from the answers that made them (§3.2). */
describe('a group of 5,000 whose memberships are known', () => {
  let connector: Connector;
  beforeEach(async () => (connector = await startConnector()));
  afterEach(() => connector.stop());

  /** People whose accounts were linked before, without a call. */
  const link = async (people: readonly number[]) => {
    const { users } = await connector.simulator.simulator.seed({ users: people.map(namesOf) });
    const linked = people.flatMap((person, index) => {
      const userId = userIdOf(person);
      const changeId = `30000000-0000-7000-8000-${String(person).padStart(12, '0')}`;
      const change = { changeId, cycleId: userIdOf(0), displayName: `Person ${person}` };
      const wanted = { presence: 'enabled', account: wantedOf(person, {}), loss: null } as const;
      const origin = { directoryVersion: 1, rulesVersion: 1, cause: 'directory' as const, steps: [] };
      const allowed = { create: true, update: true, delete: true };
      const desired = { ...change, ...origin, ...wanted, userId, allowed };
      const samanageId = users[index]?.id ?? 0;
      const found = { samanageId, targetName: namesOf(person).email, applied: namesOf(person), differences: [] };
      const told = { remarks: [], steps: [], refusedFields: {}, waitsFor: null, attempts: 1, durationMilliseconds: 1 };
      const outcome = { changeId, version: 1, ...found, ...told };
      const outcomeType = 'samanage.account-linked';
      return [
        instruct(account, { type: 'desire-account', jobId, version: 1, desired }),
        instruct(account, { type: 'record-outcome', jobId, userId, outcomeType, outcome }),
      ];
    });
    await connector.submit(...linked);
  };
  const members = () => new Set(connector.groups()[0]?.members);

  it('takes five in and lets five go with 12 calls or less, and is filled with 100 a call', async () => {
    const people = numbers(1, size);
    const newcomers = numbers(size + 1, 5);
    const leavers = [7, 77, 777, 1_777, 4_777];
    await link([...people, ...newcomers]);
    await connector.untilTold(await connector.desireGroup(1, {}));
    const { calls } = connector.simulator.simulator;
    calls.reset();
    const parts = [people.slice(0, 2_000), people.slice(2_000, 4_000), people.slice(4_000)];
    const filled = await connector.desireMembers(
      1,
      parts.map((added) => ({ added, total: size })),
    );
    expect(await connector.untilTold(filled)).toMatchObject({ type: 'members-updated', added: size, waiting: 0 });
    expect(connector.calls().byRoute).toEqual({ 'POST /memberships.json': size / 100 });
    expect(members().size).toBe(size);
    calls.reset();
    const changed = await connector.desireMembers(1, [{ added: newcomers, removed: leavers }]);
    expect(await connector.untilTold(changed)).toMatchObject({ type: 'members-updated', added: 5, removed: 5 });
    expect(connector.calls().total).toBeLessThanOrEqual(12);
    expect(connector.calls().byRoute).toEqual({ 'POST /memberships.json': 1, 'DELETE /memberships/{id}.json': 5 });
    const now = members();
    expect(now.size).toBe(size);
    for (const person of newcomers) expect(now).toContain(namesOf(person).email);
    for (const person of leavers) expect(now).not.toContain(namesOf(person).email);
  });
});
