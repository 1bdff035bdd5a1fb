import { setTimeout as sleep } from 'node:timers/promises';
import { median, print, printTable, type Row } from '../measure';
import type { IngressProcess } from './ingress-process';

const sizes = [10, 5_000, 50_000];
const adds = 300;
const reads = 5;

/** What one member costs in a small group and in large ones, and what a large group costs to read. */
export async function benchGroups(ingress: IngressProcess): Promise<void> {
  const rows: Row[] = [];
  let large = '';
  for (const size of sizes) {
    const id = await groupOf(ingress, size);
    if (size === Math.max(...sizes)) large = id;
    let added = 0;
    const add = { method: 'PATCH', path: () => `/Groups/${id}`, body: () => addBody([`new-${(added += 1)}`]) } as const;
    await ingress.load(add, { connections: 1, amount: 100 });
    const { requests, latency, non2xx } = await ingress.load(add, { connections: 1, amount: adds });
    const what = `add one member to a group of ${size}`;
    const label = non2xx > 0 ? `${what} (${non2xx} failed)` : what;
    rows.push({ what: label, perSecond: [requests.average], p50: latency.p50, p99: latency.p99 });
  }
  print('SCIM ingress: members', `One caller, ${adds} adds one after another, durable.`, rows);
  await readLargeGroup(ingress, large);
}

async function readLargeGroup(ingress: IngressProcess, id: string): Promise<void> {
  await ingress.ask('GET', `/Groups/${id}?excludedAttributes=members`);
  await sleep(2_000);
  const idle = ingress.residentMegabytes();
  const took: number[] = [];
  let peak = idle;
  const watch = setInterval(() => (peak = Math.max(peak, ingress.residentMegabytes())), 10);
  let bytes = 0;
  for (let round = 0; round < reads; round += 1) {
    const begun = performance.now();
    bytes = (await ingress.ask('GET', `/Groups/${id}`)).text.length;
    took.push(performance.now() - begun);
  }
  clearInterval(watch);
  printTable(
    'SCIM ingress: a group of 50,000',
    `GET, ${reads} times one after another; memory looked at every 10 ms.`,
    [
      ['median ms', 'slowest ms', 'answer MB', 'memory above idle MB'],
      [median(took), Math.max(...took), bytes / 1e6, peak - idle].map((number) => number.toFixed(number < 10 ? 1 : 0)),
    ],
  );
}

async function groupOf(ingress: IngressProcess, size: number): Promise<string> {
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
  const { text } = await ingress.ask('POST', '/Groups', JSON.stringify({ schemas, displayName: `Group of ${size}` }));
  const { id } = JSON.parse(text) as { id: string };
  const members = Array.from(
    { length: size },
    (_, number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`,
  );
  await ingress.ask('PATCH', `/Groups/${id}`, addBody(members));
  return id;
}

const addBody = (members: readonly string[]): string =>
  JSON.stringify({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'Add', path: 'members', value: members.map((value) => ({ $ref: null, value })) }],
  });
