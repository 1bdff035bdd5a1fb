import { createHash, randomUUID } from 'node:crypto';
import { runInThisContext } from 'node:vm';
import { ManagementApi } from '../demonstration/management-api';
import { ensureFirstJob } from '../local/first-job';
import { startServices, type Services } from '../testing/running-services';
import { complaintsAbout } from './complaints';
import { type HostileRequest, type Placeholders, readHostileRequests, writeOut } from './hostile-request';
import { type RawAnswer, sendRaw } from './raw-http';

/** What Node's own parser refuses, in a form of its own or by ending the connection, before anything of ours is asked. */
const refusedByParser: readonly string[] = [
  'filter: 10,000 brackets deep, in a request line that is too long',
  'filter: 2 MB, in a request line that is too long',
  'path: bytes beyond ASCII as they are',
  'method: FOO /Users',
  'method: get /Users',
  'method: GETT /Users',
  'method: CONNECT /Users',
  'method: none at all',
  'framing: no host',
  'framing: a NUL in a header',
  'framing: a NUL in a token',
  'framing: a carriage return in a header',
  'framing: a header without a colon',
  'framing: a space before a colon',
  'framing: a header that goes on in the next line',
  'framing: a header without a name',
  'framing: a token of 100 kB',
  'framing: a header of 100 kB',
  'framing: a version of HTTP/3.0',
  'framing: a version that is none',
  'framing: a NUL in the path',
  'framing: a space in the path',
  'framing: a path without a slash',
  'framing: two lengths',
  'framing: a negative length',
  'framing: a length that is a word',
  'framing: a length of two numbers',
  'framing: a length beyond 64 bits',
  'framing: a length and chunks',
  'framing: chunks of a size that is none',
  'framing: chunks of a size beyond 64 bits',
  'framing: a transfer encoding of nobody',
  'framing: chunks within chunks',
  'framing: a transfer encoding that hides',
  'framing: an expectation of nobody',
];

const group = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const json = { 'Content-Type': 'application/scim+json' };

/** A job with a user and a group, whose every text bears a mark that no other job may be told. */
interface Marked {
  readonly base: string;
  readonly token: string;
  readonly canary: string;
  readonly userName: string;
  readonly takenUserName: string;
  readonly userId: string;
  readonly groupId: string;
  readonly cursor: string;
}

const requests = readHostileRequests();

describe('hostile requests', () => {
  let services: Services;
  let own: Marked;
  let other: Marked;
  let secrets: readonly string[];
  let untouched: unknown[];

  beforeAll(async () => {
    services = await startServices();
    const { identity, scimBase, base } = services;
    const second = { ...identity, jobId: randomUUID(), servicePrincipalId: randomUUID(), tokenId: randomUUID() };
    const otherToken = `token-${randomUUID()}`;
    await ensureFirstJob(new ManagementApi(base, identity.apiToken), { ...second, scimToken: otherToken });
    own = await marked(scimBase, identity.scimToken);
    other = await marked(`${base}/scim/${second.jobId}/v2`, otherToken);
    secrets = [other.canary, otherToken, own.token, identity.apiToken];
    untouched = await everything();
  });
  afterAll(() => services.stop());

  /** Makes the two users, the group and a cursor of a job; what cannot be made yet is an id of nobody. */
  async function marked(base: string, token: string): Promise<Marked> {
    const canary = `canary-${randomUUID()}`;
    const userName = `${canary}@contoso.com`;
    const takenUserName = `decoy-${canary}@contoso.com`;
    const create = async (path: string, body: object): Promise<string> => {
      const answer = await services.call(`${base}${path}`, {
        method: 'POST',
        token,
        headers: json,
        body: JSON.stringify(body),
      });
      return answer.body.id ?? randomUUID();
    };
    const texts = { displayName: canary, title: canary, externalId: canary, name: { givenName: canary } };
    const emails = [{ type: 'work', value: userName, primary: true }];
    const more = { ...texts, emails, nickName: 'a_b%.*', [enterprise]: { department: canary } };
    const userId = await create('/Users', services.user(userName, more));
    await create('/Users', services.user(takenUserName, { displayName: canary, nickName: 'axbyyzz' }));
    const groupId = await create('/Groups', { schemas: [group], displayName: canary, members: [{ value: userId }] });
    const page = await services.call(`${base}/Users?cursor&count=1`, { token });
    const cursor = page.body.nextCursor ?? 'none';
    return { base, token, canary, userName, takenUserName, userId, groupId, cursor };
  }

  const stateOf = async ({ base, token, userId, groupId }: Marked) => {
    const paths = [`/Users/${userId}`, `/Groups/${groupId}`];
    return Promise.all(paths.map(async (path) => (await services.call(`${base}${path}`, { token })).body));
  };
  const everything = async () => [...(await stateOf(own)), ...(await stateOf(other))];

  const given = (): Placeholders => ({
    jobId: own.base.split('/').at(-2) ?? '',
    otherJobId: other.base.split('/').at(-2) ?? '',
    token: own.token,
    otherToken: other.token,
    apiToken: services.identity.apiToken,
    tokenDigest: createHash('sha256').update(own.token).digest('hex'),
    userId: own.userId,
    groupId: own.groupId,
    cursor: own.cursor,
    takenUserName: own.takenUserName,
    otherUserId: other.userId,
    otherGroupId: other.groupId,
    otherUserName: other.userName,
    otherCursor: other.cursor,
  });

  /** Sends it, and returns everything that is wrong with what came back and with what it left behind. */
  async function complaintsOf(request: HostileRequest): Promise<string[]> {
    const written = writeOut(request, new URL(own.base).pathname, given());
    const answer = await sendRaw(Number(new URL(own.base).port), written);
    const left = [...(await changesBy(request, answer)), ...pollution()];
    if (refusedByParser.includes(request.name)) return [...left, ...parserComplaints(answer)];
    const head = [written.target, ...written.headers.flat()].join('\n');
    const sent = `${head}\n${decoded(written.target)}\n${String(written.body ?? '')}`;
    const { method, path, expect } = request;
    return [...complaintsAbout(answer, { method, path, expect, sent, secrets }), ...left];
  }

  async function changesBy({ method, changes }: HostileRequest, { status }: RawAnswer): Promise<string[]> {
    if (method === 'GET') return [];
    const before = untouched;
    untouched = await everything();
    const mayChange = changes && status < 300 ? 2 : 0;
    const was = JSON.stringify(before.slice(mayChange));
    const is = JSON.stringify(untouched.slice(mayChange));
    if (was === is) return [];
    await startAnew();
    return [`it changed what it must not: ${was.slice(0, 2_500)} became ${is.slice(0, 2_500)}`];
  }

  /** One request that does harm must not have those after it blamed. */
  async function startAnew(): Promise<void> {
    own = await marked(own.base, own.token);
    other = await marked(other.base, other.token);
    secrets = [...secrets, other.canary];
    untouched = await everything();
  }

  const groups = Map.groupBy(requests, ({ name }) => name.split(': ', 1)[0]);
  for (const [name, members] of groups) {
    describe(`about ${name}`, () => {
      for (const request of members) {
        it(request.name, async () => expect(await complaintsOf(request)).toEqual([]));
      }
    });
  }

  it('are many, and each has a name of its own', () => {
    expect(new Set(requests.map(({ name }) => name)).size).toBe(requests.length);
    expect(requests.length).toBeGreaterThanOrEqual(320);
    expect(requests.map(({ name }) => name)).toEqual(expect.arrayContaining([...refusedByParser]));
  });

  it('leave the services answering, and both jobs as they were', async () => {
    expect(await everything()).toEqual(untouched);
    expect(untouched).toEqual([
      expect.objectContaining({ id: own.userId, userName: own.userName, displayName: own.canary }),
      expect.objectContaining({ id: own.groupId, displayName: own.canary }),
      expect.objectContaining({ id: other.userId, userName: other.userName, displayName: other.canary }),
      expect.objectContaining({ id: other.groupId, displayName: other.canary }),
    ]);
    expect((await services.post('/Users', services.user('afterwards@contoso.com'))).status).toBe(201);
  });
});

function parserComplaints({ status, headers }: RawAnswer): string[] {
  const bare = [0, 400, 417, 431].includes(status) && headers['content-type'] !== 'application/scim+json';
  return bare ? [] : [`it came through to us: ${status}`];
}

/** Keys that every object has from now on, in the services' realm and in Node's own. */
function pollution(): string[] {
  const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
  const ours = prototypes.flatMap((prototype) => Object.keys(prototype));
  const nodes = runInThisContext('Object.keys(Object.prototype)') as string[];
  return [...ours, ...nodes].map((key) => `every object has ${key}`);
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target.replaceAll('+', ' '));
  } catch {
    return target;
  }
}
