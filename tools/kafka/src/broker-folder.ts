import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port';
import { type BrokerPorts, portsIn, renderProperties } from './server-properties';

/** What a broker keeps, each as a full path. */
export interface BrokerFolder {
  readonly data: string;
  /** The settings of the last start, which note the ports for the next one. */
  readonly properties: string;
  readonly log: string;
  readonly pidFile: string;
}

/** The folder of a broker; it is made where there is none. */
export function openBrokerFolder(path: string): BrokerFolder {
  mkdirSync(path, { recursive: true });
  const folder = realpathSync(path);
  return {
    data: join(folder, 'data'),
    properties: join(folder, 'server.properties'),
    log: join(folder, 'server.log'),
    pidFile: join(folder, 'broker.pid'),
  };
}

/** The ports of the last start, if there was one. */
export function notedPorts({ properties }: BrokerFolder): BrokerPorts | undefined {
  return existsSync(properties) ? portsIn(readFileSync(properties, 'utf8')) : undefined;
}

/**
 * Writes the settings of the next start. The ports stay what they were: clients know the one, the data the other.
 *
 * @param wanted the port for clients; undefined for the noted one, or a free one at the first start
 */
export async function writeProperties(folder: BrokerFolder, wanted: number | undefined): Promise<BrokerPorts> {
  const noted = notedPorts(folder);
  const broker = wanted ?? noted?.broker ?? (await freePort());
  const ports = { broker, controller: noted?.controller ?? (await freePort()) };
  writeFileSync(`${folder.properties}.new`, renderProperties(ports, folder.data));
  renameSync(`${folder.properties}.new`, folder.properties);
  return ports;
}

/** The id of the cluster whose data are in the folder; undefined where there are none yet. */
export function clusterIdOf({ data }: BrokerFolder): string | undefined {
  const file = join(data, 'meta.properties');
  return existsSync(file) ? /^cluster\.id=(\S+)$/m.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
}
