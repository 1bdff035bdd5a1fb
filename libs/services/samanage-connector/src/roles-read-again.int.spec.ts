import { eventually } from '@waybill/testing';
import { type Connector, startConnector } from './testing/connector-fixture';

describe('the roles of Samanage', () => {
  let connector: Connector;
  beforeEach(async () => (connector = await startConnector()));
  afterEach(() => connector.stop());

  it('are read again although a walk through all accounts is old and not worth another', async () => {
    await connector.untilTold(await connector.desire(1, {}));
    await eventually(async () => (await connector.pool().query('SELECT FROM tenant_walk_v1')).rows.length > 0);
    await connector.pool().query(`UPDATE tenant_walk_v1 SET read_at = now() - interval '2 hours'`);
    await connector.restart();
    connector.simulator.simulator.calls.reset();
    await eventually(() => Object.keys(connector.calls().byRoute).some((route) => route.includes('roles')));
  });
});
