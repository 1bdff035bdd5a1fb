import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Program } from './program';

/** Where a running system answers, as its `endpoints.json` says. */
export interface Endpoints {
  readonly scim: { readonly baseUrl: string; readonly token: string };
  readonly api: { readonly baseUrl: string; readonly token: string };
  readonly samanage: { readonly baseUrl: string; readonly token: string };
  readonly processes: readonly { readonly name: string; readonly pid: number; readonly port?: number }[];
}

export interface Conservation {
  readonly accepted: number;
  readonly ended: number;
  readonly inFlight: number;
  readonly conservation: number;
}

export interface Push {
  readonly people: number;
  readonly changes: number;
  readonly requestsPerSecond: number;
  readonly seed: number;
}

/** How the four services run: the programs of `npm start` and `npm run services`. */
export type Way = 'in-one-process' | 'apart';

const programs: Readonly<Record<Way, string>> = {
  'in-one-process': 'apps/all-in-one/dist/main.js',
  apart: 'apps/all-in-one/dist/apart.js',
};

/** A system that can be killed and started again on the same data. */
export class System {
  private program: Program | undefined;

  constructor(
    readonly folder: string,
    private readonly port: number,
    private readonly way: Way,
    private readonly env: Readonly<Record<string, string>> = {},
  ) {}

  /** Read again each time: a process may have been replaced. */
  get endpoints(): Endpoints {
    return JSON.parse(readFileSync(this.file, 'utf8')) as Endpoints;
  }

  /** Starts it and returns when everything answers. */
  async start(): Promise<void> {
    // What is there is of a process that was killed.
    rmSync(this.file, { force: true });
    const args = ['--idle', '--data', this.folder, '--port', String(this.port), '--samanage-rate', '0'];
    const program = Program.start(programs[this.way], args, { ...process.env, ...this.env }).unheard();
    this.program = program;
    while (!existsSync(this.file)) {
      if (program.hasEnded) throw new Error(`the system ended with ${await program.ended}`);
      await sleep(20);
    }
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    await this.program?.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.program?.end('SIGTERM');
  }

  pidOf(service: string): number {
    return this.endpoints.processes.find(({ name }) => name === service)?.pid ?? 0;
  }

  /** The settings that a service runs under, as its process has them. */
  settingsOf(service: string): Record<string, string> {
    const text = readFileSync(`/proc/${this.pidOf(service)}/environ`, 'utf8');
    const settings = text.split('\0').flatMap((line) => {
      const at = line.indexOf('=');
      return at < 1 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
    });
    return Object.fromEntries(settings);
  }

  conservation(): Promise<Conservation> {
    return this.api('GET', '/v1.0/waybill/conservation');
  }

  /** Asks the management API. */
  async api<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
    const { baseUrl, token } = this.endpoints.api;
    return askJson(`${baseUrl}${path}`, { Authorization: `Bearer ${token}` }, { method, body });
  }

  /** Asks the Samanage simulator. */
  async samanage<T>(path: string, change?: object): Promise<T> {
    const { baseUrl, token } = this.endpoints.samanage;
    const headers = { 'X-Samanage-Authorization': `Bearer ${token}` };
    return askJson(`${baseUrl}${path}`, headers, { method: change ? 'PUT' : 'GET', body: change });
  }

  /** Starts a push of seeded people, and of changes that happen to them afterwards. */
  push({ people, changes, requestsPerSecond, seed }: Push): Program {
    const { baseUrl, token } = this.endpoints.scim;
    const numbers = { people, changes, seed, rate: requestsPerSecond };
    const args = Object.entries(numbers).flatMap(([name, value]) => [`--${name}`, String(value)]);
    args.push('--url', baseUrl, '--token', token, '--data', join(this.folder, 'azure-ad'), '--dialect', 'mixed');
    return Program.start('tools/azure-ad-simulator/dist/main.js', args).unheard();
  }

  private get file(): string {
    return join(this.folder, 'endpoints.json');
  }
}

async function askJson<T>(
  url: string,
  headers: Record<string, string>,
  { method, body }: { method: string; body: object | undefined },
): Promise<T> {
  const json = body ? { headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify(body) } : {};
  const answer = await fetch(url, { method, headers, ...json });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return (await answer.json()) as T;
}
