import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { answersAs } from './answers';
import { type BrokerFolder, clusterIdOf, notedPorts, openBrokerFolder, writeProperties } from './broker-folder';
import { brokerProcessOf, endBroker, isBrokerOf } from './broker-process';
import { fetchJars } from './jars';
import { type KafkaPrograms, launchBroker, layOutData } from './kafka-programs';
import { type Environment, findJava } from './prerequisites';

export interface BrokerOptions {
  /** Everything of the broker goes in here: data, settings, log, pid file. */
  readonly folder: string;
  /** Where it answers; 0 or absent for the port of the last start on this folder, or a free one. */
  readonly port?: number;
  /** Is told what is slow. */
  readonly log?: (line: string) => void;
  /** Where Java and Maven are looked for; without it the environment of this process. */
  readonly environment?: Environment;
}

/** A Kafka broker that answers. */
export interface RunningBroker {
  /** For clients: `127.0.0.1:PORT`. */
  readonly brokers: string;
  readonly pid: number;
  isRunning(): boolean;
  /** Ends the broker in order, whoever started it. */
  stop(): Promise<void>;
  /** Ends the broker as a crash would. */
  kill(): Promise<void>;
}

const readyWithinMilliseconds = 60_000;
const takenOverWithinMilliseconds = 5_000;

/**
 * Starts a Kafka broker on 127.0.0.1. One that a killed process left behind on the same folder is taken over if it
 * answers, and ended if it does not.
 *
 * @throws Error when Java or Maven is missing, or the broker does not come up; then the message ends with its log
 */
export async function startBroker(options: BrokerOptions): Promise<RunningBroker> {
  const { folder: path, log = () => undefined, environment = process.env } = options;
  const wanted = options.port || undefined;
  const folder = openBrokerFolder(path);
  const taken = await takeOver(folder, wanted);
  if (taken) return taken;
  const programs = await findPrograms(environment, log);
  const ports = await writeProperties(folder, wanted);
  await layOutData(folder, ports, programs);
  const pid = launch(folder, programs);
  const brokers = addressOf(ports.broker);
  if (await answersInTime(folder, { pid, brokers }, readyWithinMilliseconds)) return running(folder, { pid, brokers });
  await endBroker(folder, pid, ['SIGKILL']);
  throw new Error(`Kafka did not come up: ${readFileSync(folder.log, 'utf8').slice(-2_000)}`);
}

interface BrokerAddress {
  readonly pid: number;
  readonly brokers: string;
}

const addressOf = (port: number): string => `127.0.0.1:${port}`;

async function takeOver(folder: BrokerFolder, wanted: number | undefined): Promise<RunningBroker | undefined> {
  const pid = brokerProcessOf(folder);
  const port = notedPorts(folder)?.broker;
  if (pid === undefined) return undefined;
  if (port !== undefined && (wanted ?? port) === port) {
    const found = { pid, brokers: addressOf(port) };
    if (await answersInTime(folder, found, takenOverWithinMilliseconds)) return running(folder, found);
  }
  await endBroker(folder, pid);
  return undefined;
}

async function findPrograms(environment: Environment, log: (line: string) => void): Promise<KafkaPrograms> {
  try {
    return { java: await findJava(environment), jars: await fetchJars(environment, log) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`No Kafka can be started here. Set KAFKA_BROKERS to brokers of your own, or mend this: ${reason}`);
  }
}

function launch(folder: BrokerFolder, programs: KafkaPrograms): number {
  const other = brokerProcessOf(folder);
  if (other !== undefined) throw new Error(`somebody else started a broker on the same folder meanwhile: ${other}`);
  const pid = launchBroker(folder, programs);
  writeFileSync(folder.pidFile, String(pid));
  return pid;
}

/** Waits until the broker answers; false when it ends before, or takes too long. */
async function answersInTime(
  folder: BrokerFolder,
  { pid, brokers }: BrokerAddress,
  milliseconds: number,
): Promise<boolean> {
  const clusterId = clusterIdOf(folder);
  const until = Date.now() + milliseconds;
  while (clusterId !== undefined && isBrokerOf(folder, pid) && Date.now() < until) {
    if (await answersAs(clusterId, brokers)) return true;
    await sleep(50);
  }
  return false;
}

function running(folder: BrokerFolder, { pid, brokers }: BrokerAddress): RunningBroker {
  return {
    brokers,
    pid,
    isRunning: () => isBrokerOf(folder, pid),
    stop: async () => {
      await endBroker(folder, pid);
      rmSync(folder.pidFile, { force: true });
    },
    kill: () => endBroker(folder, pid, ['SIGKILL']),
  };
}
