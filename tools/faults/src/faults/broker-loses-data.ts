import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, troubled } from '../fault';

export const brokerLosesData: Fault = {
  name: 'broker-loses-data',
  what: 'the broker loses everything it kept; the logs are replayed',
  samanage: troubled,
  strike: async ({ world, seconds, say }) => {
    await sleep((seconds * 1_000) / 2);
    await world.broker.kill();
    world.broker.loseData();
    await world.broker.start();
    await sleep(2_000);
    for (const service of ['scim-ingress', 'mapping', 'samanage-connector']) {
      await world.system.api('POST', `/v1.0/waybill/services/${service}/replay`, { after: 0 });
    }
    say('the logs of the three services are replayed');
    return 1;
  },
};
