import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { findBinaries } from './binaries';
import { type Cluster, openCluster, owner } from './cluster';
import { isAlive, runningServer } from './running-server';
import { unprivileged } from './unprivileged';

export interface EmbeddedPostgresOptions {
  /** Everything of the cluster goes in here: data, password, server log. */
  readonly folder: string;
  /** Whether the data matters: synced and with a password; otherwise quick, trusting and for tests alone. */
  readonly kept: boolean;
  /** 0 or none for any free one. */
  readonly port?: number;
}

/** A PostgreSQL that answers. */
export interface EmbeddedPostgres {
  /** Connection URL of the owner, who may create roles and schemas. */
  readonly ownerUrl: string;
  readonly pid: number;
  /** Ends the server, whoever started it: sessions are cut, what was committed is kept. */
  stop(): Promise<void>;
}

const readyWithinMilliseconds = 30_000;
const stoppedWithinMilliseconds = 10_000;

/**
 * Starts the PostgreSQL that npm brought, on 127.0.0.1. A server that a killed process left behind on
 * the same data is taken over if it answers, and ended if it does not.
 *
 * @throws Error when there is no server for this platform, or it does not come up; the message ends with its log
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { folder, kept } = options;
  const binaries = findBinaries();
  const cluster = await openCluster(folder, kept, binaries);
  const found = runningServer(cluster.dataFolder);
  if (found) {
    const url = urlOf(cluster, found.port);
    if (await answers(url)) return embedded(url, found.pid);
    await end(found.pid);
  }
  const port = options.port || (await freePort());
  const launch = { program: binaries.postgres, port, log: join(folder, 'server.log'), kept };
  const pid = await comeUp(cluster, launch);
  return embedded(urlOf(cluster, port), pid);
}

/** Of a killed server something may be left for a moment: its number, or a session that still holds its memory. */
const lockedByTheDead = /lock file "postmaster.pid" already exists|pre-existing shared memory block/;

/** Launches until the server answers; it is launched again only while what a killed one left is in its way. */
async function comeUp(cluster: Cluster, launch: ServerLaunch): Promise<number> {
  const until = Date.now() + readyWithinMilliseconds;
  for (;;) {
    const pid = launchServer(cluster, launch);
    while (isAlive(pid) && Date.now() < until) {
      if (await answers(urlOf(cluster, launch.port))) return pid;
      await sleep(20);
    }
    const said = readFileSync(launch.log, 'utf8').slice(-2_000);
    if (!lockedByTheDead.test(said) || Date.now() > until) throw new Error(`PostgreSQL did not come up: ${said}`);
    await sleep(100);
  }
}

const embedded = (ownerUrl: string, pid: number): EmbeddedPostgres => ({ ownerUrl, pid, stop: () => end(pid) });

interface ServerLaunch {
  readonly program: string;
  readonly port: number;
  readonly log: string;
  readonly kept: boolean;
}

function launchServer({ dataFolder }: Cluster, { program, port, log, kept }: ServerLaunch): number {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '128MB',
    ...(kept ? {} : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }),
  };
  const args = ['-D', dataFolder, '-p', String(port)];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const launch = unprivileged(program, args, dataFolder);
  const output = openSync(log, 'w', 0o600);
  // In a process group of its own: a Ctrl-C is for us, and we end the server when everybody has let go of it.
  const server = spawn(launch.command, launch.args, {
    ...launch.identity,
    env: {},
    cwd: '/',
    detached: true,
    stdio: ['ignore', output, output],
  });
  server.on('error', () => undefined);
  server.unref();
  closeSync(output);
  return server.pid ?? 0;
}

const urlOf = ({ password }: Cluster, port: number): string =>
  `postgres://${owner}${password === undefined ? '' : `:${password}`}@127.0.0.1:${port}/postgres`;

async function answers(connectionString: string): Promise<boolean> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** SIGINT is PostgreSQL's fast shutdown; SIGQUIT leaves the rest to its recovery at the next start. */
async function end(pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
    const until = Date.now() + stoppedWithinMilliseconds;
    while (isAlive(pid) && Date.now() < until) await sleep(10);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
