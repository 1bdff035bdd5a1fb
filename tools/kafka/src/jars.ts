import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Environment, findMaven } from './prerequisites';
import { makeWhole } from './whole-folder';

const execute = promisify(execFile);
const pom = join(__dirname, '..', 'pom.xml');
const patienceMilliseconds = 300_000;

/** Where the jars that the pom names are kept, or will be. */
export function jarsFolder({ XDG_CACHE_HOME, HOME }: Environment): string {
  const hash = createHash('sha256').update(readFileSync(pom)).digest('hex');
  return join(XDG_CACHE_HOME || join(HOME || homedir(), '.cache'), 'waybill', 'kafka', hash);
}

/** @throws Error that says what is missing when the jars are not here and cannot be brought */
export function assertJarsWithinReach(environment: Environment): void {
  if (!existsSync(jarsFolder(environment))) findMaven(environment);
}

/**
 * Brings the jars of the broker from Maven Central, if they are not here yet.
 *
 * @param log is told before something slow begins
 * @returns the folder that holds them
 * @throws Error when Maven is missing or fails; the message ends with what it said
 */
export async function fetchJars(environment: Environment, log: (line: string) => void): Promise<string> {
  const folder = jarsFolder(environment);
  await makeWhole(folder, async (unfinished) => {
    const maven = findMaven(environment);
    log(`bringing Kafka from Maven Central to ${folder} …`);
    await copyDependencies(maven, unfinished, environment);
  });
  return folder;
}

async function copyDependencies(maven: string, folder: string, environment: Environment): Promise<void> {
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${folder}`];
  try {
    await execute(maven, ['--quiet', '--batch-mode', '--file', pom, ...goal], {
      env: { ...environment },
      timeout: patienceMilliseconds,
    });
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    throw new Error(`Maven did not bring Kafka: ${(stdout + stderr).trim().slice(0, 2_000) || message}`);
  }
}
