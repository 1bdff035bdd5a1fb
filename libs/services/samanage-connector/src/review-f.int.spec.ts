import { instruct } from '@waybill/event-log';
import { group } from './domain/group/group';
import { type Connector, startConnector } from './testing/connector-fixture';
import { groupIdOf } from './testing/stand-in-mapping';
import { eventually } from '@waybill/testing';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('review f', () => {
  let connector: Connector;
  beforeEach(async () => (connector = await startConnector()));
  afterEach(() => connector.stop());
  const set = (switches: object) => connector.simulator.simulator.change(switches);
  const have = async (...people: number[]) => {
    for (const person of people) await connector.untilTold(await connector.desire(person, {}));
  };

  it('18 a group that an admin links to another one gets its members', async () => {
    await have(1);
    await connector.simulator.simulator.seed({ groups: [{ name: 'Other', members: [] }] });
    await connector.untilTold(await connector.desireGroup(1, { name: 'Sales' }));
    await connector.untilTold(await connector.desireMembers(1, [{ added: [1] }]));
    const [id] = [...connector.simulator.simulator.account.groups.values()]
      .filter(({ name }) => name === 'Other')
      .map((each) => each.id);
    const changeId = '30000000-0000-7000-8000-000000000018';
    await eventually(async () => (await connector.openChanges()) === 0);
    await connector.submit(
      instruct(group, {
        type: 'set-link',
        jobId: 'job-1',
        groupId: groupIdOf(1),
        samanageId: id ?? 0,
        changeId,
        by: 'admin:local',
        now: new Date().toISOString(),
      }),
    );
    await connector.untilTold(changeId);
    await pause(2500);
    expect(connector.groups().map(({ members }) => members)).toEqual([['p1@contoso.com'], ['p1@contoso.com']]);
  });

  it('19 a group is made once although filters lag behind and an answer is lost', async () => {
    await have(1);
    await pause(1000);
    await set({ dropAfterApply: 1, searchLagMs: 20_000 });
    await connector.untilTold(await connector.desireGroup(1, { name: 'Sales' }));
    expect(connector.groups()).toHaveLength(1);
  });

  it('20 somebody is taken out of a group although its new name is refused', async () => {
    await have(1);
    await connector.untilTold(await connector.desireGroup(1, { name: 'Sales' }));
    await connector.untilTold(await connector.desireMembers(1, [{ added: [1] }]));
    await connector.untilTold(await connector.desireGroup(1, { name: '' }), /parked/);
    await connector.desireMembers(1, [{ removed: [1] }]);
    await pause(3000);
    expect(connector.groups()[0]?.members).toEqual([]);
  });
});
