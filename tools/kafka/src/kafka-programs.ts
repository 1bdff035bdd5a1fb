import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BrokerFolder } from './broker-folder';
import { type BrokerPorts, renderProperties } from './server-properties';
import { makeWhole } from './whole-folder';

const execute = promisify(execFile);
const logging = `-Dlog4j2.configurationFile=${join(__dirname, '..', 'log4j2.properties')}`;

/** What runs a broker. */
export interface KafkaPrograms {
  readonly java: string;
  /** The folder of the broker's jars. */
  readonly jars: string;
}

/**
 * Lays out the data folder of a new cluster, if there is none yet: a broker does not start without it.
 *
 * @throws Error that ends with what the program said
 */
export async function layOutData(
  { data }: BrokerFolder,
  ports: BrokerPorts,
  { java, jars }: KafkaPrograms,
): Promise<void> {
  await makeWhole(data, async (unfinished) => {
    const properties = `${unfinished}.properties`;
    writeFileSync(properties, renderProperties(ports, unfinished));
    const options = ['-Xmx256m', '-XX:TieredStopAtLevel=1', logging, '-cp', join(jars, '*')];
    const format = ['format', '--standalone', '--ignore-formatted', '-t', newClusterId(), '-c', properties];
    try {
      await execute(java, [...options, 'kafka.tools.StorageTool', ...format], { env: {}, timeout: 60_000 });
    } finally {
      rmSync(properties, { force: true });
    }
  });
}

/**
 * Starts a broker, in a process group of its own: a Ctrl-C is for us, and we end the broker when everybody has let go
 * of it.
 *
 * @returns its process id
 */
export function launchBroker({ properties, log }: BrokerFolder, { java, jars }: KafkaPrograms): number {
  const output = openSync(log, 'w');
  const args = ['-Xmx512m', logging, '-cp', join(jars, '*'), 'kafka.Kafka', properties];
  const broker = spawn(java, args, { env: {}, cwd: '/', detached: true, stdio: ['ignore', output, output] });
  broker.on('error', () => undefined);
  broker.unref();
  closeSync(output);
  return broker.pid ?? 0;
}

/** A random UUID as Kafka writes it; one that begins like an option would be taken for one. */
function newClusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
}
