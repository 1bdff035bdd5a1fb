import { randomUUID } from 'node:crypto';
import { createLogger, startHttpApplication } from '@waybill/runtime';
import { type RunningSimulator, startSamanageSimulator, type Switches } from '@waybill/samanage-simulator';
import { migrateServices } from '@waybill/service-host';
import { createTestDatabase } from '@waybill/testing';
import { auditLogSettings, samanageSettings } from './settings-of-a-test';
import { ManagementApi } from '../demonstration/management-api';
import { ensureFirstJob } from '../local/first-job';
import { busOfATest } from './bus-of-a-test';
import type { Bus } from './on-each-bus';
import { digestOf } from '../local/local-identity';
import { schemas, servicesInOneProcess } from '../in-one-process/services-in-one-process';

const identity = {
  jobId: randomUUID(),
  servicePrincipalId: randomUUID(),
  tokenId: randomUUID(),
  scimToken: 'scim-token',
  apiToken: 'api-token',
  samanageToken: 'samanage-token',
};

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** The four services over HTTP, with a simulated Samanage, for end-to-end tests. */
export async function startServices(
  switches: Partial<Switches> = {},
  kind: Bus = 'log',
  seed: (simulator: RunningSimulator) => void = () => undefined,
) {
  const database = await createTestDatabase();
  const simulator = await startSamanageSimulator({
    token: identity.samanageToken,
    switches: { ratePerMinute: 0, ...switches },
  });
  seed(simulator);
  await migrateServices(database.url, schemas);
  const logger = createLogger('silent');
  const { bus, close } = busOfATest(kind);
  const samanage = samanageSettings(simulator.baseUrl, identity.samanageToken);
  const admin = { name: 'admin:local', role: 'admin', digest: digestOf(identity.apiToken), local: true } as const;
  const application = await startHttpApplication(
    servicesInOneProcess({ databaseUrl: database.url, samanage, auditLog: auditLogSettings(), logger, bus }),
    {
      logger,
      tokens: [admin],
      host: '127.0.0.1',
      port: 0,
    },
  );
  const base = `http://127.0.0.1:${application.port}`;
  await ensureFirstJob(new ManagementApi(base, identity.apiToken), identity);
  const scimBase = `${base}/scim/${identity.jobId}/v2`;

  const call = async (url: string, init: RequestInit & { token?: string | null } = {}) => {
    const { token, headers, ...rest } = init;
    const bearer = token === null ? {} : { Authorization: `Bearer ${token ?? identity.scimToken}` };
    const answer = await fetch(url, { ...rest, headers: { ...bearer, ...(headers as Record<string, string>) } });
    const text = await answer.text();
    const isJson = /json/.test(answer.headers.get('content-type') ?? '');
    return {
      status: answer.status,
      type: answer.headers.get('content-type'),
      headers: answer.headers,

      body: isJson ? JSON.parse(text) : text,
    };
  };
  const send =
    (method: string) =>
    (path: string, body: unknown, init: RequestInit & { token?: string | null } = {}) =>
      call(`${scimBase}${path}`, {
        method,
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'Content-Type': 'application/scim+json; charset=utf-8' },
        ...init,
      });

  return {
    base,
    scimBase,
    identity,
    simulator,
    app: application.app,
    call,
    get: (path: string, init?: RequestInit & { token?: string | null }) => call(`${scimBase}${path}`, init),
    post: send('POST'),
    patch: send('PATCH'),
    put: send('PUT'),
    delete: (path: string) => call(`${scimBase}${path}`, { method: 'DELETE' }),
    api: (path: string, method = 'GET', body?: unknown) =>
      call(`${base}${path}`, {
        method,
        token: identity.apiToken,
        ...(body !== undefined && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
      }),
    user: (userName: string, more: object = {}) => ({
      schemas: [core],
      userName,
      displayName: userName,
      active: true,
      ...more,
    }),
    stop: async () => {
      await application.close();
      await close();
      await simulator.close();
      await database.drop();
    },
  };
}

export type Services = Awaited<ReturnType<typeof startServices>>;
