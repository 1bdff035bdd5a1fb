import { setTimeout as sleep } from 'node:timers/promises';
import { printTable } from '../measure';
import type { IngressProcess } from './ingress-process';
import { userBody } from './user-body';

interface Hostile {
  readonly what: string;
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly body?: string;
}

const users = 10_000;
const rounds = 5;
const filtered = (filter: string) => `/Users?filter=${encodeURIComponent(filter)}`;
const terms = (count: number, term: string) => Array.from({ length: count }, () => term).join(' or ');
const patch = (operations: readonly object[]) =>
  JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations });
const elements = (count: number) =>
  Array.from({ length: count }, (_, number) => ({ type: `t${number}`, value: `v${number}` }));

const requests: readonly Hostile[] = [
  { what: 'filter, 10,000 levels', method: 'GET', path: filtered(`${'('.repeat(5_000)}title pr${')'.repeat(5_000)}`) },
  { what: 'filter, as many comparisons as may be', method: 'GET', path: filtered(terms(20, 'title co "zzzz"')) },
  { what: 'filter, 1,000 comparisons', method: 'GET', path: filtered(terms(300, 'title co "zzzz"')) },
  { what: 'filter, e-mails of nobody', method: 'GET', path: filtered(terms(10, 'emails.value co "zzzz"')) },
  {
    what: 'body, 5 MB of one text',
    method: 'POST',
    path: '/Users',
    body: JSON.stringify({ title: 'x'.repeat(5_000_000) }),
  },
  {
    what: 'body, 1,000,000 levels',
    method: 'POST',
    path: '/Users',
    body: '['.repeat(1_000_000) + ']'.repeat(1_000_000),
  },
  {
    what: 'body, 500,000 values',
    method: 'POST',
    path: '/Users',
    body: `{"emails":[${Array(500_000).fill('1').join(',')}]}`,
  },
  {
    what: 'PATCH, 1,000 operations of 100 values each',
    method: 'PATCH',
    path: '/Users/{id}',
    body: patch(Array.from({ length: 1_000 }, () => ({ op: 'add', path: 'ims', value: elements(100) }))),
  },
  {
    what: 'PATCH, 400 operations of 100 values each',
    method: 'PATCH',
    path: '/Users/{id}',
    body: patch(Array.from({ length: 400 }, () => ({ op: 'add', path: 'ims', value: elements(100) }))),
  },
  {
    what: 'PATCH, 10,000 operations',
    method: 'PATCH',
    path: '/Users/{id}',
    body: patch(Array.from({ length: 10_000 }, () => ({ op: 'replace', path: 'title', value: 'x' }))),
  },
];

/** What requests cost that mean no good: processor time of the service and PostgreSQL together, and memory. */
export async function benchHostile(ingress: IngressProcess): Promise<void> {
  let made = 0;
  await ingress.load({ method: 'POST', path: () => '/Users', body: () => userBody((made += 1)) }, { amount: users });
  const { text } = await ingress.ask('GET', '/Users?count=1&attributes=id');
  const [{ id }] = (JSON.parse(text) as { Resources: [{ id: string }] }).Resources;
  const rows: string[][] = [['what', 'answer', 'CPU ms', 'memory above idle MB']];
  for (const { what, method, path, body } of requests) {
    await sleep(500);
    const [idle, begun] = [ingress.residentMegabytes(), ingress.cpuMilliseconds()];
    let peak = idle;
    let status = 0;
    const watch = setInterval(() => (peak = Math.max(peak, ingress.residentMegabytes())), 10);
    for (let round = 0; round < rounds; round += 1) {
      ({ status } = await ingress.ask(method, path.replace('{id}', id), body));
    }
    clearInterval(watch);
    const cpu = (ingress.cpuMilliseconds() - begun) / rounds;
    rows.push([what, String(status), cpu.toFixed(0), Math.max(0, peak - idle).toFixed(0)]);
  }
  printTable('SCIM ingress: hostile requests', `${users} users; each ${rounds} times, one after another.`, rows);
}
