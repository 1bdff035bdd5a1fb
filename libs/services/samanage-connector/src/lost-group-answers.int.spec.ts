import { instruct } from '@waybill/event-log';
import { eventually } from '@waybill/testing';
import { group } from './domain/group/group';
import { type Connector, startConnector } from './testing/connector-fixture';
import { groupIdOf, jobId, userIdOf } from './testing/stand-in-mapping';

/** What else may be wanted while the result of a call is not known (reliability.md §1.8, crash points 4, 10, 11 and 12). */
describe('a group that meets another change while an answer is lost', () => {
  let connector: Connector;
  beforeEach(async () => (connector = await startConnector()));
  afterEach(() => connector.stop());

  const set = (switches: object) => connector.simulator.simulator.change(switches);
  const types = async () => (await connector.told()).map(({ type }) => type);
  const members = () => connector.groups().flatMap((each) => each.members.map((email) => email?.split('@')[0]));
  const have = async (...people: number[]) => {
    const changes = await Promise.all(people.map((person) => connector.desire(person, {})));
    for (const changeId of changes) await connector.untilTold(changeId);
  };
  const haveGroup = async (...people: number[]) => {
    await have(...people);
    await connector.untilTold(await connector.desireGroup(1, {}));
    await connector.untilTold(await connector.desireMembers(1, [{ added: people }]));
  };
  /** The group is made, and nobody hears of it. */
  const loseCreate = async () => {
    await set({ dropAfterApply: 1 });
    await connector.desireGroup(1, { name: 'Sales' });
    await eventually(() => connector.groups().length === 1);
  };

  it('is found under the name it was sent with, and made only once, when its name changes', async () => {
    await loseCreate();
    await connector.untilTold(await connector.desireGroup(1, { name: 'Marketing' }));
    expect(await types()).toEqual(['change-superseded', 'group-created']);
    expect(connector.groups().map(({ name }) => name)).toEqual(['Marketing']);
  });

  it('is found under each name it was sent with, whoever else joins meanwhile', async () => {
    await loseCreate();
    await connector.desireMembers(1, [{ added: [1] }]);
    await connector.desireGroup(1, { name: 'Retail' });
    await connector.desireMembers(1, [{ added: [2] }]);
    await connector.untilTold(await connector.desireGroup(1, { name: 'Marketing' }));
    expect(connector.groups().map(({ name }) => name)).toEqual(['Marketing']);
  });

  it('is deleted, although nobody knew yet that it had been made', async () => {
    await loseCreate();
    await connector.untilTold(await connector.desireGroup(1, {}, { presence: 'absent' }));
    expect(await types()).toEqual(['change-superseded', 'group-deleted']);
    expect(connector.groups()).toEqual([]);
  });

  it('is deleted, although that is lost as well and was not done', async () => {
    await loseCreate();
    await set({ timeoutBeforeApply: 1 });
    await connector.untilTold(await connector.desireGroup(1, {}, { presence: 'absent' }));
    expect(connector.groups()).toEqual([]);
  });

  it('lets somebody leave whose joining was lost', async () => {
    await haveGroup(1);
    await have(2);
    await set({ dropAfterApply: 1 });
    await connector.desireMembers(1, [{ added: [2] }]);
    await eventually(() => members().length === 2);
    await connector.untilTold(await connector.desireMembers(1, [{ removed: [2] }]));
    expect(members()).toEqual(['p1']);
  });

  it('takes somebody in again whose leaving was lost', async () => {
    await haveGroup(1, 2);
    await set({ dropAfterApply: 1 });
    await connector.desireMembers(1, [{ removed: [2] }]);
    await eventually(() => members().length === 1);
    await connector.untilTold(await connector.desireMembers(1, [{ added: [2] }]));
    expect(members()).toEqual(['p1', 'p2']);
  });

  it('takes a member in again who returns while his deletion is in doubt', async () => {
    await haveGroup(1, 2);
    await set({ dropAfterApply: 1 });
    await connector.desire(2, {}, 'absent');
    await eventually(() => connector.users().length === 1);
    const returned = await connector.untilTold(await connector.desire(2, {}));
    expect(returned.type).toBe('account-created');
    await eventually(() => members().filter((member) => member !== undefined).length === 2);
  });

  it('does not take somebody in again who left while it was found that his account has appeared', async () => {
    await haveGroup(1, 2);
    await connector.untilTold(await connector.desireMembers(1, [{ removed: [2] }]));
    const [groupId, changeId, cycleId] = [groupIdOf(1), userIdOf(901), userIdOf(902)];
    const userIds = [userIdOf(1), userIdOf(2)];
    await connector.submit(instruct(group, { type: 'resolve-members', jobId, groupId, changeId, cycleId, userIds }));
    await connector.untilTold(changeId);
    expect(members()).toEqual(['p1']);
  });

  it('gets its members back when it was deleted at Samanage and is made again for a change of its own', async () => {
    await haveGroup(1, 2);
    const [id] = [...connector.simulator.simulator.account.groups.keys()];
    const at = '2026-01-01T00:00:00.000+00:00';
    const gone = { method: 'DELETE', path: `/groups/${id}.json`, query: new URLSearchParams(), body: null, at };
    await connector.simulator.simulator.write(gone);
    await connector.untilTold(await connector.desireGroup(1, { name: 'Marketing' }));
    await eventually(() => members().length === 2);
    await eventually(async () => (await connector.openChanges()) === 0);
  });
});
