import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries';
import { handOver, unprivileged } from './unprivileged';

const execute = promisify(execFile);

/** A cluster on disk: its data, and the password of its owner. */
export interface Cluster {
  readonly dataFolder: string;
  /** Undefined for a throw-away cluster, which trusts everybody on this machine. */
  readonly password: string | undefined;
}

export const owner = 'waybill_owner';

/**
 * Opens the cluster in a folder, and makes it first where there is none. It is made beside its place and moved there
 * whole, so that a crash leaves nothing that the next start stumbles over.
 *
 * @param kept whether the data matters: with a random password in a file that its owner alone can read, and synced
 */
export async function openCluster(folder: string, kept: boolean, binaries: Binaries): Promise<Cluster> {
  const dataFolder = join(folder, 'data');
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const password = kept ? ownerPassword(folder) : undefined;
  if (!existsSync(dataFolder)) await make(folder, dataFolder, password, binaries);
  return { dataFolder, password };
}

function ownerPassword(folder: string): string {
  const file = join(folder, 'password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

async function make(
  folder: string,
  dataFolder: string,
  password: string | undefined,
  { initdb }: Binaries,
): Promise<void> {
  const unfinished = join(folder, 'data.new');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  handOver(unfinished, unfinished, initdb);
  const secret = password === undefined ? undefined : passwordFile(folder, password, initdb);
  const args = [
    ...['-D', unfinished, '-U', owner, '-E', 'UTF8', '--locale=C', '--no-instructions'],
    ...(secret ? ['-A', 'scram-sha-256', `--pwfile=${secret}`] : ['-A', 'trust', '--no-sync']),
  ];
  const launch = unprivileged(initdb, args, unfinished);
  try {
    await execute(launch.command, launch.args, { ...launch.identity, env: {} });
  } finally {
    if (secret) rmSync(join(folder, 'initdb'), { recursive: true, force: true });
  }
  renameSync(unfinished, dataFolder);
}

/** `initdb` reads the password as whom it runs as; the copy lives as long as it does. */
function passwordFile(folder: string, password: string, initdb: string): string {
  const place = join(folder, 'initdb');
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { mode: 0o700 });
  const file = join(place, 'password');
  writeFileSync(file, password, { mode: 0o600 });
  for (const path of [place, file]) handOver(path, place, initdb);
  return file;
}
