import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(__dirname, '../../..');
const program = (path: string) => join(root, path, 'dist/main.js');

/** Where a running system answers, as its `endpoints.json` says. */
export interface Endpoints {
  readonly scim: { readonly baseUrl: string; readonly token: string };
  readonly api: { readonly baseUrl: string; readonly token: string };
  readonly samanage: { readonly baseUrl: string; readonly token: string };
  readonly processes: readonly { readonly name: string; readonly pid: number }[];
}

export interface Conservation {
  readonly accepted: number;
  readonly ended: number;
  readonly inFlight: number;
  readonly conservation: number;
}

/** All-in-one in a process of its own, that can be killed and started again on the same data. */
export class System {
  private child: ChildProcess | undefined;
  endpoints!: Endpoints;

  constructor(
    readonly folder: string,
    private readonly port: number,
  ) {}

  /** Starts it and returns when everything answers. */
  async start(): Promise<void> {
    const args = [
      program('apps/all-in-one'),
      '--idle',
      '--data',
      this.folder,
      '--port',
      String(this.port),
      '--samanage-rate',
      '0',
    ];
    this.child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    const { child } = this;
    const file = join(this.folder, 'endpoints.json');
    for (;;) {
      await sleep(20);
      if (child.exitCode !== null) throw new Error(`all-in-one ended with ${child.exitCode}`);
      if (!existsSync(file)) continue;
      const endpoints = JSON.parse(readFileSync(file, 'utf8')) as Endpoints;
      // Until it has taken over, the file is that of the process that was killed.
      if (endpoints.processes[0]?.pid !== child.pid) continue;
      this.endpoints = endpoints;
      return;
    }
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  conservation(): Promise<Conservation> {
    const { baseUrl, token } = this.endpoints.api;
    return getJson(`${baseUrl}/v1.0/waybill/conservation`, { Authorization: `Bearer ${token}` });
  }

  /** Asks the Samanage simulator. */
  async samanage<T>(path: string, change?: object): Promise<T> {
    const { baseUrl, token } = this.endpoints.samanage;
    return getJson(`${baseUrl}${path}`, { 'X-Samanage-Authorization': `Bearer ${token}` }, change);
  }

  /** Starts a push of seeded people; resolves with its exit code. */
  push(options: { people: number; requestsPerSecond: number; seed: number }): { ended: Promise<number>; stop(): void } {
    const { baseUrl, token } = this.endpoints.scim;
    const args = ['--url', baseUrl, '--token', token, '--data', join(this.folder, 'azure-ad'), '--dialect', 'mixed'];
    args.push(
      '--people',
      String(options.people),
      '--seed',
      String(options.seed),
      '--rate',
      String(options.requestsPerSecond),
    );
    const child = spawn(process.execPath, [program('tools/azure-ad-simulator'), ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
    return { ended, stop: () => void child.kill('SIGTERM') };
  }
}

async function getJson<T>(url: string, headers: Record<string, string>, change?: object): Promise<T> {
  const answer = await fetch(url, {
    headers,
    ...(change ? { method: 'PUT', body: JSON.stringify(change) } : {}),
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return (await answer.json()) as T;
}
