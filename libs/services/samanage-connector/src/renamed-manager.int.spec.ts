import { eventually } from '@waybill/testing';
import { type Connector, startConnector } from './testing/connector-fixture';

/** Samanage knows a manager by the address of his account, and ignores one that it does not know (samanage-api.md §8.10). */
describe('a manager whose address changes', () => {
  let connector: Connector;
  beforeEach(async () => {
    connector = await startConnector();
    await connector.untilTold(await connector.desire(2, {}));
  });
  afterEach(() => connector.stop());

  const set = (switches: object) => connector.simulator.simulator.change(switches);
  const person = (name: string) => connector.users().find((user) => user.name === name);
  const managed = () => person('Person 1')?.reportsTo === person('Person 2')?.id;
  /** His account has the new address, and nobody hears of it. */
  const loseRename = async () => {
    await set({ dropAfterApply: 1 });
    const renamed = await connector.desire(2, { email: 'renamed@contoso.com' });
    await eventually(() => person('Person 2')?.email === 'renamed@contoso.com');
    return renamed;
  };

  it.each([
    ['is made', async () => undefined],
    ['is changed', async () => connector.untilTold(await connector.desire(1, {}))],
  ])('is written to whoever %s while the new address is not known yet', async (_, before) => {
    await before();
    const renamed = await loseRename();
    const told = await connector.untilTold(await connector.desire(1, { reports_to: connector.userId(2) }));
    expect(told.remarks).toMatchObject([{ code: 'FieldNotTakenOver', field: 'reports_to' }]);
    expect(managed()).toBe(false);
    await connector.untilTold(renamed);
    await eventually(managed);
    await eventually(async () => (await connector.openChanges()) === 0);
  });

  it('is not sent again under an address that Samanage did not take over', async () => {
    const renamed = await loseRename();
    await connector.untilTold(await connector.desire(1, { reports_to: connector.userId(2) }));
    await connector.untilTold(await connector.desire(1, { reports_to: connector.userId(2), title: 'CEO' }));
    const sent = connector.simulator.simulator.record.flatMap(({ body }) => {
      const { user } = (body ?? {}) as { user?: { reports_to?: { email: string } } };
      return user?.reports_to?.email ?? [];
    });
    expect(sent).toEqual(['p2@contoso.com']);
    await connector.untilTold(renamed);
    await eventually(managed);
  });
});
