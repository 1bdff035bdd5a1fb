import { instruct } from '@waybill/event-log';
import { account } from './domain/account/account';
import { type Connector, startConnector } from './testing/connector-fixture';
import { jobId, userIdOf } from './testing/stand-in-mapping';

/** Behind a link that an admin set there may be an account that was never read (architecture §6). */
describe('a manager whose account is linked and not known', () => {
  let connector: Connector;
  beforeEach(async () => (connector = await startConnector()));
  afterEach(() => connector.stop());

  it('does not have those who report to him written again and again', async () => {
    const reportsTo = { reports_to: userIdOf(1) };
    await connector.untilTold(await connector.desire(1, {}, 'unmanaged'));
    await connector.untilTold(await connector.desire(2, reportsTo));
    const changeId = '30000000-0000-7000-8000-000000000001';
    const link = { samanageId: 1, changeId, by: 'admin:local', now: '2026-01-01T00:00:00Z' };
    await connector.submit(instruct(account, { type: 'set-link', jobId, userId: userIdOf(1), ...link }));
    await connector.untilTold(changeId);
    await connector.untilTold(await connector.desire(2, { ...reportsTo, title: 'Boss' }));
    // Time enough for many more.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect((await connector.counts()).opened ?? 0).toBeLessThan(5);
  });
});
