/**
 * A process for crash tests: the connector as it is in production, which kills itself at a step when it is told to.
 * Without a step it works until it gets SIGTERM, and then ends cleanly.
 *
 * Arguments: database URL, URL of the simulated Samanage, the step to die at or `-`, at which passage of it, and what is
 * planted: `blind` never finds a group by its name, as if nobody looked for what a lost create has made.
 */
import { type EventLog, onStep } from '@waybill/event-log';
import { LogFollowingBus } from '@waybill/messaging';
import { Secret } from '@waybill/runtime';
import { ServiceHost } from '@waybill/service-host';
import type { Pool } from 'pg';
import { SamanageGroups } from '../outbound/api/samanage-groups';
import { samanageConnectorService } from '../samanage-connector.service';
import { connectorConfig } from './connector-config';
import { standInMapping } from './stand-in-mapping';

const [databaseUrl = '', url = '', step = '-', passage = '1', planted] = process.argv.slice(2);

let passed = 0;
onStep((reached) => {
  if (reached === step && (passed += 1) === Number(passage)) process.kill(process.pid, 'SIGKILL');
});
if (planted === 'blind') SamanageGroups.prototype.find = () => Promise.resolve([]);

const onError = (part: string, error: unknown) => process.stderr.write(`${part}: ${String(error)}\n`);

/** Waits that are short, and long enough for a call to be answered on a machine that is busy. */
const settings = { url, token: new Secret('token'), workers: 2, timeoutSeconds: 1, graceSeconds: 0.25 };

async function main(): Promise<void> {
  const { mapping, mappingPool } = standInMapping(databaseUrl);
  const service = samanageConnectorService(connectorConfig(settings), (error) => onError('writer', error));
  // Small batches of the log, so that each step is passed often.
  const queue = { batchSize: 4 };
  const host = new ServiceHost(service, { databaseUrl, queue, onError, onAlarm: onError });
  await host.start(await busOf(mapping, mappingPool));
  process.once('SIGTERM', () => void end(host, mappingPool));
}

async function busOf(log: EventLog, pool: Pool): Promise<LogFollowingBus> {
  const bus = new LogFollowingBus({ onError });
  await bus.carry({ service: 'mapping', log, pool });
  return bus;
}

async function end(host: ServiceHost, mappingPool: Pool): Promise<void> {
  await host.rest();
  await host.close();
  await mappingPool.end();
}

void main();
