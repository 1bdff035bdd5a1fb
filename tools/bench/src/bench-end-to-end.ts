import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import { median, print, type Row } from './measure';
import { type RunningSystem, startSystem, type Way } from './running-system';

const people = 1_500;
const rounds = 3;
const workers = 8;
const latencyMs = 5;
const steadyPerSecond = 50;
const steadySeconds = 20;

const ways: Readonly<Record<Way, string>> = {
  'all-in-one': 'one process, the logs as the bus',
  apart: 'four processes, Kafka as the bus',
};

/** Changes a second, and the time from accepted to applied at a steady pace; everything on the same 2 cores. */
export async function benchEndToEnd(way: Way): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-bench-'));
  const system = await startSystem(way, folder, { SAMANAGE_WORKERS: String(workers) });
  try {
    await system.samanage('/__switches', { latencyMs });
    const perSecond: number[] = [];
    for (let round = 1; round <= rounds; round += 1) perSecond.push(await pushAndWait(system, round));
    const steady: Row[] = [];
    for (let round = 1; round <= rounds; round += 1) steady.push(await steadyPush(system, round));
    const at = (read: (row: Row) => number | undefined) => median(steady.map((row) => read(row) ?? 0));
    print(
      `end to end: ${ways[way]}`,
      `${people} creates a round, pushed as fast as they are taken; ${workers} workers, Samanage answering in ${latencyMs} ms; from the first request until conservation says that all have ended. Each create costs two calls: a look-up and a POST. Then ${rounds} rounds of ${steadyPerSecond} creates a second for ${steadySeconds} s: from the 2xx until Samanage's own record has the account.`,
      [
        { what: 'changes', perSecond },
        {
          what: `changes at ${steadyPerSecond}/s`,
          perSecond: steady.flatMap((row) => row.perSecond),
          p50: at(({ p50 }) => p50),
          p99: at(({ p99 }) => p99),
        },
      ],
    );
  } finally {
    await system.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function pushAndWait(system: RunningSystem, round: number): Promise<number> {
  let made = 0;
  const { ended: before } = await system.conservation();
  const begun = performance.now();
  await autocannon({
    url: `${system.scim.baseUrl}/Users`,
    connections: 16,
    amount: people,
    requests: [
      {
        method: 'POST',
        headers: { authorization: `Bearer ${system.scim.token}`, 'content-type': 'application/scim+json' },
        setupRequest: (request) => ({ ...request, body: bodyOf(`round${round}-${(made += 1)}`) }),
      },
    ],
  });
  while ((await system.conservation()).ended < before + people) await sleep(100);
  return (1_000 * people) / (performance.now() - begun);
}

/** Pushes at a steady pace, whatever the answers take. */
async function steadyPush(system: RunningSystem, round: number): Promise<Row> {
  const accepted = new Map<string, number>();
  const pushes: Promise<void>[] = [];
  const begun = Date.now();
  for (let number = 0; number < steadyPerSecond * steadySeconds; number += 1) {
    await sleep(Math.max(0, begun + (number * 1_000) / steadyPerSecond - Date.now()));
    const name = `steady${round}-${number}`;
    pushes.push(system.create(bodyOf(name)).then(() => void accepted.set(`${name}@contoso.com`, Date.now())));
  }
  await Promise.all(pushes);
  const applied = await appliedTimes(system, accepted);
  const took = [...accepted].map(([email, at]) => Math.max(0, (applied.get(email) ?? Infinity) - at));
  took.sort((one, other) => one - other);
  const seconds = (Math.max(...applied.values()) - begun) / 1_000;
  return {
    what: '',
    perSecond: [accepted.size / seconds],
    p50: took[Math.floor(took.length * 0.5)] ?? 0,
    p99: took[Math.floor(took.length * 0.99)] ?? 0,
  };
}

interface ReceivedWrite {
  readonly time: string;
  readonly method: string;
  readonly applied: boolean;
  readonly body: { readonly user?: { readonly email?: string } } | null;
}

async function appliedTimes(system: RunningSystem, wanted: ReadonlyMap<string, number>): Promise<Map<string, number>> {
  for (;;) {
    const record = await system.samanage<ReceivedWrite[]>('/__record');
    const created = record.flatMap(({ time, method, applied, body }) => {
      const email = body?.user?.email ?? '';
      return method === 'POST' && applied && wanted.has(email) ? [[email, Date.parse(time)] as const] : [];
    });
    if (created.length >= wanted.size) return new Map(created);
    await sleep(500);
  }
}

const bodyOf = (name: string): string =>
  JSON.stringify({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: `${name}@contoso.com`,
    displayName: name,
    active: true,
  });
