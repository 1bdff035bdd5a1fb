import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { median, print, type Row } from './measure';

const root = join(__dirname, '../../..');
const connections = 64;
const seconds = 4;
const rounds = 3;

/** Durable SCIM POST/s and GET-by-filter/s of ingress, at 1,000 and 10,000 users; the services behind it idle. */
export async function benchIngress(databaseUrl: string): Promise<void> {
  const [jobId, tokenId, token] = [randomUUID(), randomUUID(), 'bench-token'];
  const program = join(root, 'apps/all-in-one/dist/ingress-alone.js');
  const child = spawn(process.execPath, [program, databaseUrl, jobId, tokenId, token], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { port } = JSON.parse(line.toString()) as { port: number };
  const url = `http://127.0.0.1:${port}/scim/${jobId}/v2/Users`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json; charset=utf-8' };
  let made = 0;

  const post = (limit: { duration: number } | { amount: number }) =>
    autocannon({
      url,
      connections,
      ...limit,
      requests: [{ method: 'POST', headers, setupRequest: (request) => ({ ...request, body: userBody((made += 1)) }) }],
    });
  const get = (users: number) =>
    autocannon({
      url,
      connections,
      duration: seconds,
      requests: [
        {
          method: 'GET',
          headers: { authorization: headers.authorization },
          setupRequest: (request) => {
            const name = `user${1 + Math.floor(Math.random() * users)}@contoso.com`;
            return { ...request, path: `/scim/${jobId}/v2/Users?filter=userName+eq+%22${encodeURIComponent(name)}%22` };
          },
        },
      ],
    });

  const rows: Row[] = [];
  for (const users of [1_000, 10_000]) {
    if (users > made) await post({ amount: users - made });
    const results = [];
    for (let round = 0; round < rounds; round += 1) results.push(await get(users));
    rows.push(rowOf(`GET userName eq, ${users} users`, results));
  }
  const results = [];
  for (let round = 0; round < rounds; round += 1) results.push(await post({ duration: seconds }));
  rows.push(rowOf('POST, durable', results));
  child.kill('SIGKILL');
  print(
    'SCIM ingress',
    `autocannon, ${connections} connections, ${rounds} rounds of ${seconds} s, on the same 2 cores; the services behind ingress idle.`,
    rows,
  );
}

function rowOf(what: string, results: readonly autocannon.Result[]): Row {
  const failed = results.reduce((sum, { non2xx, errors }) => sum + non2xx + errors, 0);
  return {
    what: failed > 0 ? `${what} (${failed} failed)` : what,
    perSecond: results.map(({ requests }) => requests.average),
    p50: median(results.map(({ latency }) => latency.p50)),
    p99: median(results.map(({ latency }) => latency.p99)),
  };
}

/** What Azure AD sends of a person (scim.md §1.3). */
const userBody = (number: number): string =>
  JSON.stringify({
    schemas: [
      'urn:ietf:params:scim:schemas:core:2.0:User',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
    ],
    externalId: `user${number}`,
    userName: `user${number}@contoso.com`,
    active: true,
    displayName: `User ${number}`,
    emails: [{ primary: true, type: 'work', value: `user${number}@contoso.com` }],
    name: { givenName: 'User', familyName: String(number) },
    roles: [{ primary: true, type: 'WindowsAzureActiveDirectoryRole', value: 'Requester' }],
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {
      department: 'Retail',
      employeeNumber: String(number),
    },
  });
