import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How the four services run: the programs of `npm start` and `npm run services`. */
export type Way = 'all-in-one' | 'apart';

interface Endpoint {
  readonly baseUrl: string;
  readonly token: string;
}

export interface RunningSystem {
  readonly scim: Endpoint;
  /** Asks the management API; throws for an answer that is no success. */
  api<T>(method: string, path: string, body?: object): Promise<T>;
  conservation(): Promise<{ readonly ended: number }>;
  /** Creates a user; resolves with the 2xx. */
  create(body: string): Promise<void>;
  samanage<T>(path: string, change?: object): Promise<T>;
  stop(): Promise<void>;
}

const root = join(__dirname, '../../..');
const programs: Readonly<Record<Way, string>> = { 'all-in-one': 'main.js', apart: 'apart.js' };

/** Starts everything, with nobody pushed. */
export async function startSystem(way: Way, folder: string, env: Record<string, string>): Promise<RunningSystem> {
  const program = join(root, 'apps/all-in-one/dist', programs[way]);
  const args = [program, '--idle', '--data', folder, '--port', '0', '--samanage-rate', '0'];
  const child = spawn(process.execPath, args, { stdio: 'ignore', env: { ...process.env, ...env } });
  const file = join(folder, 'endpoints.json');
  while (!existsSync(file)) await sleep(50);
  const endpoints = JSON.parse(readFileSync(file, 'utf8')) as Record<'scim' | 'api' | 'samanage', Endpoint>;
  const { scim, api, samanage } = endpoints;
  return {
    scim,
    api: async <T>(method: string, path: string, body?: object) => {
      const headers = { Authorization: `Bearer ${api.token}`, 'Content-Type': 'application/json' };
      const answer = await fetch(`${api.baseUrl}${path}`, {
        method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
    conservation: () => json(`${api.baseUrl}/v1.0/waybill/conservation`, { Authorization: `Bearer ${api.token}` }),
    create: async (body) => {
      const headers = { Authorization: `Bearer ${scim.token}`, 'Content-Type': 'application/scim+json' };
      const answer = await fetch(`${scim.baseUrl}/Users`, { method: 'POST', headers, body });
      await answer.arrayBuffer();
      if (answer.status !== 201) throw new Error(`a create was answered ${answer.status}`);
    },
    samanage: (path, change) =>
      json(`${samanage.baseUrl}${path}`, { 'X-Samanage-Authorization': `Bearer ${samanage.token}` }, change),
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function json<T>(url: string, headers: Record<string, string>, change?: object): Promise<T> {
  const answer = await fetch(url, { headers, ...(change ? { method: 'PUT', body: JSON.stringify(change) } : {}) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return (await answer.json()) as T;
}
