import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export const token = 'wb_api_of_a_test';

const held = {
  stream: 'scim-ingress/user-1',
  version: 3,
  type: 'scim-ingress.user-changed@1',
  job: '5d1c',
  reason: 'no rules',
  attempts: 2,
  nextAttemptAt: '2026-03-01T09:30:00.000Z',
};

const poison = {
  topic: 'waybill.scim-ingress',
  partition: 4,
  offset: 77,
  headers: {},
  reason: 'no JSON',
  keptAt: '2026-03-01T09:30:00.000Z',
  key: null,
  value: 'e30=',
};

const jobTokens = [
  {
    id: 't2',
    label: 'Azure AD \u001b[31m2027',
    createdAt: '2026-03-02T09:30:00.000Z',
    expiresAt: '2027-03-02T09:30:00.000Z',
    lastUsedAt: '2026-03-02T09:31:00.000Z',
    status: 'active',
  },
  {
    id: 't1',
    label: 'local',
    createdAt: '2026-03-01T09:30:00.000Z',
    expiresAt: null,
    lastUsedAt: null,
    status: 'revoked',
  },
];

const outcomes = { applied: 7, unchanged: 0, skipped: 0, superseded: 0, abandoned: 0 };
const counts = { accepted: 9, ended: 7, inFlight: 1, conservation: 1, outcomes };
const conservation = { ...counts, jobs: [{ jobId: '5d1c', ...counts }] };

const well = { name: 'relay', position: 120, eventsBehind: 0, secondsBehind: 0, stoppedBy: null };
const behind = {
  ...well,
  position: 7,
  eventsBehind: 113,
  secondsBehind: 12.345,
  stoppedBy: 'event 8: boom\n\u001b[31m red',
};

const stateOf = (service: string) => ({
  service,
  subscriptions: [service === 'mapping' ? behind : well],
  heldMessages: service === 'mapping' ? 1 : 0,
  poisonMessages: 0,
  commandsWaiting: 0,
});

type Answer = readonly [status: number, body?: object];

/** What the routes of one service answer. */
const routes: Readonly<Record<string, (service: string, content: { after?: number }) => Answer>> = {
  'GET ': (service) => [200, stateOf(service)],
  'GET /held-messages': (service) => [200, { value: service === 'mapping' ? [held] : [] }],
  'POST /held-messages/retry': () => [200, { released: 1, held: 0 }],
  'GET /poison-messages': (service) => [200, { value: service === 'mapping' ? [poison] : [] }],
  'POST /poison-messages/retry': () => [200, { released: 0, poison: 1 }],
  'POST /replay': (_, { after = 0 }) => [202, { after }],
};

const refused = (status: number, code: string, message: string): Answer => [
  status,
  { error: { code, message, innerError: { date: '2026-03-01T09:30:00.000Z', 'request-id': 'r1' } } },
];

const jobs = '/v1.0/waybill/jobs/';

/** What the routes of a job's tokens answer; the job `new` has none. */
function answerOfTokens(method: string, path: string, content: string): Answer {
  const [job, , id = ''] = path.split('/');
  if (method === 'GET') return [200, { value: job === 'new' ? [] : jobTokens }];
  if (method === 'POST') return [201, { ...jobTokens[0], token: 'wbs_made', expiresAt: null, ...JSON.parse(content) }];
  if (id === 't1') return [204];
  return refused(404, 'Request_ResourceNotFound', `the job has no token ${id}`);
}

function partsOf(url: string): { service: string; route: string } {
  const [, service = '', route = ''] = /^\/v1\.0\/waybill\/services\/([^/]+)(.*)$/.exec(url) ?? [];
  return { service, route };
}

function answerOf(service: string, route: string, content: string): Answer {
  const answer = routes[route];
  if (!answer) return refused(404, 'Request_ResourceNotFound', `There is no ${route}.`);
  return answer(service, JSON.parse(content || '{}') as { after?: number });
}

/** A server that answers as the management API does, of one service that holds something. */
export async function startApiDouble() {
  const asked: string[] = [];
  /** Services that are not available. */
  const failing = new Set<string>();

  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    const { method = '', url = '', headers } = request;
    const content = await text(request);
    asked.push([method, url, content].filter((part) => part !== '').join(' '));
    if (headers.authorization !== `Bearer ${token}`) {
      return refused(401, 'InvalidAuthenticationToken', 'A valid token is needed.');
    }
    if (url === '/v1.0/waybill/conservation') return [200, conservation];
    if (url.startsWith(jobs)) return answerOfTokens(method, url.slice(jobs.length), content);
    const { service, route } = partsOf(url);
    return failing.has(service)
      ? refused(503, 'ServiceNotAvailable', 'Not now.')
      : answerOf(service, `${method} ${route}`, content);
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.url?.startsWith('/a-page/')) return void response.end('<html>');
    if (request.url?.startsWith('/moved/')) return void response.writeHead(302, { Location: '/' }).end();
    const [status, body] = await answerTo(request);
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(body && JSON.stringify(body));
  };

  const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    failing,
    held,
    poison,
    conservation,
    jobTokens,
    stateOf,
    forget: () => {
      asked.length = 0;
      failing.clear();
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export type ApiDouble = Awaited<ReturnType<typeof startApiDouble>>;
