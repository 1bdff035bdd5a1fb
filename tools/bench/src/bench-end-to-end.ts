import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import { print } from './measure';

const root = join(__dirname, '../../..');
const people = 1_500;
const rounds = 3;
const workers = 8;
const latencyMs = 5;

interface Endpoints {
  readonly scim: { readonly baseUrl: string; readonly token: string };
  readonly api: { readonly baseUrl: string; readonly token: string };
  readonly samanage: { readonly baseUrl: string; readonly token: string };
}

/** Changes a second from the SCIM push to the recorded outcome, all services and the simulator on the same 2 cores. */
export async function benchEndToEnd(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-bench-'));
  const program = join(root, 'apps/all-in-one/dist/main.js');
  const args = [program, '--idle', '--data', folder, '--port', '0', '--samanage-rate', '0'];
  const child = spawn(process.execPath, args, {
    stdio: 'ignore',
    env: { ...process.env, SAMANAGE_WORKERS: String(workers) },
  });
  const file = join(folder, 'endpoints.json');
  while (!existsSync(file)) await sleep(50);
  const { scim, api, samanage } = JSON.parse(readFileSync(file, 'utf8')) as Endpoints;
  await fetch(`${samanage.baseUrl}/__switches`, {
    method: 'PUT',
    headers: { 'X-Samanage-Authorization': `Bearer ${samanage.token}` },
    body: JSON.stringify({ latencyMs }),
  });
  const perSecond: number[] = [];
  for (let round = 1; round <= rounds; round += 1) perSecond.push(await pushAndWait(scim, api, round));
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('exit', resolve));
  rmSync(folder, { recursive: true, force: true });
  print(
    'end to end',
    `${people} creates a round, pushed as fast as they are taken; ${workers} workers, Samanage answering in ${latencyMs} ms; from the first request until conservation says that all have ended. Each create costs two calls: a look-up and a POST.`,
    [{ what: 'changes', perSecond }],
  );
}

async function pushAndWait(scim: Endpoints['scim'], api: Endpoints['api'], round: number): Promise<number> {
  let made = 0;
  const begun = performance.now();
  await autocannon({
    url: `${scim.baseUrl}/Users`,
    connections: 16,
    amount: people,
    requests: [
      {
        method: 'POST',
        headers: { authorization: `Bearer ${scim.token}`, 'content-type': 'application/scim+json' },
        setupRequest: (request) => ({ ...request, body: bodyOf(`round${round}-${(made += 1)}`) }),
      },
    ],
  });
  for (;;) {
    const answer = await fetch(`${api.baseUrl}/v1.0/waybill/conservation`, {
      headers: { Authorization: `Bearer ${api.token}` },
    });
    const { ended } = (await answer.json()) as { ended: number };
    if (ended >= round * people) return (1_000 * people) / (performance.now() - begun);
    await sleep(100);
  }
}

const bodyOf = (name: string): string =>
  JSON.stringify({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: `${name}@contoso.com`,
    displayName: name,
    active: true,
  });
