import { eventually } from '@waybill/testing';
import { type Connector, startConnector } from './testing/connector-fixture';

/** What is wanted of a group while another call for it is on its way, was lost, or was refused. */
describe('a group that is changed meanwhile', () => {
  let connector: Connector;
  beforeEach(async () => (connector = await startConnector()));
  afterEach(() => connector.stop());

  const set = (switches: object) => connector.simulator.simulator.change(switches);
  const have = async (...people: number[]) => {
    const changes = await Promise.all(people.map((person) => connector.desire(person, {})));
    for (const changeId of changes) await connector.untilTold(changeId);
  };
  const isSending = (call: string) => eventually(async () => (await connector.sending()) === call);
  const allEnded = () => eventually(async () => (await connector.openChanges()) === 0);
  const rolesRead = () => eventually(() => 'GET /roles.json' in connector.calls().byRoute);

  it('keeps the members of the newer snapshot where it was deleted and is wanted again', async () => {
    await have(1, 2);
    const snapshot = [{ added: [1, 2], total: 2 }];
    await connector.untilTold(await connector.desireGroup(1, {}));
    await connector.untilTold(await connector.desireMembers(1, snapshot));
    await set({ latencyMs: 700 });
    const gone = await connector.desireGroup(1, {}, { presence: 'absent' });
    await isSending('delete');
    await connector.desireGroup(1, {});
    const again = await connector.desireMembers(1, snapshot);
    await connector.untilTold(gone);
    await set({ latencyMs: 0 });
    await connector.untilTold(again);
    await allEnded();
    expect(connector.groups().map(({ members }) => members.toSorted())).toEqual([['p1@contoso.com', 'p2@contoso.com']]);
  });

  it('is found under the name it was being created with, and renamed', async () => {
    await have(1);
    await rolesRead();
    await set({ readFault: 1 });
    await connector.untilTold(await connector.desireGroup(1, { name: 'Sales' }), /parked/);
    await set({ latencyMs: 1_500 });
    await isSending('create');
    const renamed = await connector.desireGroup(1, { name: 'Marketing' });
    await eventually(() => connector.groups().length > 0);
    await set({ latencyMs: 0 });
    await connector.untilTold(renamed);
    await allEnded();
    expect(connector.groups().map(({ name }) => name)).toEqual(['Marketing']);
  });

  it('is made once although filters lag behind and an answer is lost', async () => {
    await have(1);
    await rolesRead();
    await set({ dropAfterApply: 1, searchLagMs: 20_000 });
    await connector.untilTold(await connector.desireGroup(1, { name: 'Sales' }));
    expect(connector.groups()).toHaveLength(1);
  });

  it('loses those who were taken out although its new name is refused', async () => {
    await have(1);
    await connector.untilTold(await connector.desireGroup(1, { name: 'Sales' }));
    await connector.untilTold(await connector.desireMembers(1, [{ added: [1] }]));
    await connector.untilTold(await connector.desireGroup(1, { name: '' }), /parked/);
    await connector.desireMembers(1, [{ removed: [1] }]);
    await eventually(() => connector.groups()[0]?.members.length === 0);
    expect(connector.groups()).toEqual([{ name: 'Sales', members: [] }]);
  });
});
