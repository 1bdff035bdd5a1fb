import type autocannon from 'autocannon';
import { median, print, type Row } from '../measure';
import type { IngressProcess, Question } from './ingress-process';
import { userBody } from './user-body';

const seconds = 4;
const rounds = 3;

/** Look-ups, creates and patches of users a second; the services behind ingress idle. */
export async function benchUsers(ingress: IngressProcess): Promise<void> {
  const ids: string[] = [];
  let made = 0;
  let patched = 0;
  const create: Question = { method: 'POST', path: () => '/Users', body: () => userBody((made += 1)) };
  const patch: Question = {
    method: 'PATCH',
    path: () => `/Users/${ids[(patched += 1) % ids.length]}`,
    body: () => patchBody(`Title ${patched}`),
  };
  const rows: Row[] = [];
  for (const users of [1_000, 10_000, 100_000]) {
    if (users > made) await ingress.load(create, { amount: users - made });
    rows.push(await measured(ingress, `GET userName eq, ${users} users`, lookUp(users)));
  }
  rows.push(await measured(ingress, 'POST, durable', create));
  for (let startIndex = 1; ids.length < 2_000; startIndex += 200) {
    const { text } = await ingress.ask('GET', `/Users?startIndex=${startIndex}&count=200&attributes=id`);
    ids.push(...(JSON.parse(text) as { Resources: { id: string }[] }).Resources.map(({ id }) => id));
  }
  rows.push(await measured(ingress, 'PATCH title, durable', patch));
  print(
    'SCIM ingress: users',
    `autocannon, 64 connections, ${rounds} rounds of ${seconds} s, on the same 2 cores; the services behind ingress idle.`,
    rows,
  );
}

async function measured(ingress: IngressProcess, what: string, question: Question): Promise<Row> {
  const results: autocannon.Result[] = [];
  await ingress.load(question, { duration: 1 });
  for (let round = 0; round < rounds; round += 1) results.push(await ingress.load(question, { duration: seconds }));
  const failed = results.reduce((sum, { non2xx, errors }) => sum + non2xx + errors, 0);
  return {
    what: failed > 0 ? `${what} (${failed} failed)` : what,
    perSecond: results.map(({ requests }) => requests.average),
    p50: median(results.map(({ latency }) => latency.p50)),
    p99: median(results.map(({ latency }) => latency.p99)),
  };
}

const lookUp = (users: number): Question => ({
  method: 'GET',
  path: () => {
    const name = `user${1 + Math.floor(Math.random() * users)}@contoso.com`;
    return `/Users?filter=userName+eq+%22${encodeURIComponent(name)}%22`;
  },
});

const patchBody = (title: string): string =>
  JSON.stringify({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'Replace', path: 'title', value: title }],
  });
