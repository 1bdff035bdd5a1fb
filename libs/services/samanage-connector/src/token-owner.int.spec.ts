import { type Connector, startConnector } from './testing/connector-fixture';

const owner = 'admin@contoso.com';

/** Without its owner our token is dead, and nobody can be provisioned any more (samanage-api.md §8.8). */
describe('the owner of the token', () => {
  let connector: Connector;
  beforeEach(async () => (connector = await startConnector()));
  afterEach(() => connector.stop());

  const account = () => connector.simulator.simulator.account.usersByEmail.get(owner);
  const values = { email: owner, name: 'Renamed', role: 'Administrator' };
  const outcome = async (...wanted: Parameters<Connector['desire']>) =>
    connector.untilTold(await connector.desire(...wanted));
  const lastStep = ({ steps = [] }: Awaited<ReturnType<typeof outcome>>) => steps.at(-1);
  const untouched = { disabled: false, role: expect.objectContaining({ name: 'Administrator' }) as unknown };

  it('is never disabled or deleted: it is skipped, and the reason is told', async () => {
    await outcome(1, values);
    for (const presence of ['disabled', 'absent'] as const) {
      const told = await outcome(1, values, presence);
      expect(told.type).toBe('account-skipped');
      expect(lastStep(told)).toMatchObject({ details: { SkipReason: 'TokenOwner' } });
      expect(account()).toMatchObject(untouched);
    }
    expect(connector.writes()).toEqual(['PUT']);
  });

  it('keeps the role, with a remark, while everything else is written', async () => {
    const told = await outcome(1, { ...values, role: 'Requester', title: 'CEO' });
    expect(told).toMatchObject({ type: 'account-linked', remarks: [{ code: 'TokenOwner', field: 'role' }] });
    expect(account()).toMatchObject({ ...untouched, name: 'Renamed', title: 'CEO' });
  });

  it('is told by Samanage again where it did not answer at first', async () => {
    await outcome(1, values);
    await connector.restart();
    await connector.simulator.simulator.change({ readFault: 3 });
    const told = await outcome(1, values, 'disabled');
    expect(told.type).toBe('account-skipped');
    expect(account()).toMatchObject(untouched);
  });
});
