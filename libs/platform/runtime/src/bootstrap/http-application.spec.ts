import { createHash } from 'node:crypto';
import { Body, Controller, Get, type DynamicModule, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DomainError } from '@waybill/decider';
import { pino } from 'pino';
import type { AccessToken } from '../access/access-tokens';
import { PublicRoute, RequireRole } from '../access/route-access';
import { HealthRegistry } from '../health/health-registry';
import { Metrics } from '../metrics/metrics';
import { createHttpApplication, startHttpApplication } from './http-application';

@RequireRole('auditor')
@Controller('v1.0/things')
class ThingsController {
  @Get()
  list() {
    return { value: [] };
  }

  @RequireRole('admin')
  @Post()
  make(@Body() body: unknown) {
    return body ?? null;
  }

  @Get('full')
  full() {
    throw new DomainError('unavailable', 'test.full', 'come back later');
  }

  @Get('broken')
  broken() {
    throw new TypeError('a secret of ours');
  }
}

@Controller('v1.0/forgotten')
class ForgottenController {
  @Get(':id')
  get() {
    return 'anybody?';
  }
}

@PublicRoute()
@Controller('v1.0/opened')
class OpenedController {
  @Get()
  get() {
    return 'everybody';
  }
}

const moduleOf = (controller: unknown): DynamicModule => ({
  module: class Things {},
  controllers: [controller as typeof ThingsController],
});
const digest = (token: string) => createHash('sha256').update(token).digest('hex');
const tokens: AccessToken[] = [
  { name: 'admin:local', role: 'admin', digest: digest('admin-token'), local: true },
  { name: 'auditor', role: 'auditor', digest: digest('auditor-token'), local: false },
];
const logger = pino({ level: 'silent' });

describe('an HTTP application', () => {
  let app: NestFastifyApplication;
  beforeAll(async () => {
    app = await createHttpApplication([moduleOf(ThingsController)], { logger, tokens });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.close());

  const call = async (method: 'GET' | 'POST', url: string, token?: string, payload?: string) => {
    const headers = {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const answer = await app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
    const json = answer.headers['content-type']?.includes('json') ? answer.json<Record<string, never>>() : undefined;
    return { status: answer.statusCode, json, headers: answer.headers };
  };

  it.each([
    ['no token', undefined, 'GET', 401],
    ['an unknown token', 'guess', 'GET', 401],
    ['a role that does', 'auditor-token', 'GET', 200],
    ['an admin, who may do what an auditor may', 'admin-token', 'GET', 200],
    ['a role that does not', 'auditor-token', 'POST', 403],
  ] as const)('answers %s', async (_, token, method, status) => {
    const answer = await call(method, '/v1.0/things', token);
    expect(answer.status).toBe(status);
    if (status >= 400) {
      expect(answer.json).toEqual({
        error: {
          code: status === 401 ? 'InvalidAuthenticationToken' : 'Authorization_RequestDenied',
          message: expect.any(String) as string,
          innerError: { date: expect.any(String) as string, 'request-id': expect.any(String) as string },
        },
      });
    }
    if (status === 401) expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it.each([
    ['/v1.0/things/full', 503, 'ServiceNotAvailable', 'come back later'],
    ['/v1.0/things/broken', 500, 'UnknownError', 'An unexpected error occurred.'],
    ['/v1.0/nothing', 404, 'Request_ResourceNotFound', 'Cannot GET /v1.0/nothing'],
  ])('tells %s in the shape of Graph', async (url, status, code, message) => {
    const answer = await call('GET', url, 'admin-token');
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ error: { code, message } });
    expect(answer.headers['retry-after']).toBe(status === 503 ? '5' : undefined);
  });

  it('refuses what is not JSON, and what is too large', async () => {
    expect(await call('POST', '/v1.0/things', 'admin-token', '{"a":')).toMatchObject({ status: 400 });
    const large = JSON.stringify('x'.repeat(6_000_000));
    expect(await call('POST', '/v1.0/things', 'admin-token', large)).toMatchObject({ status: 413 });
  });

  it('does not start with a route that names no role', async () => {
    const start = (controller: unknown) => createHttpApplication([moduleOf(controller)], { logger, tokens });
    await expect(start(ForgottenController)).rejects.toThrow('GET /v1.0/forgotten/:id');
    await expect(start(OpenedController)).rejects.toThrow('GET /v1.0/opened');
  });

  it('listens on loopback only while it knows a local token', async () => {
    const start = (host: string) => startHttpApplication([], { logger, tokens, host, port: 0 });
    await expect(start('0.0.0.0')).rejects.toThrow('loopback only');
    const started = await start('127.0.0.1');
    await started.close();
  });

  it('tells whether it is ready, and why not', async () => {
    const state = { ready: false, reason: 'the database is away' };
    app.get(HealthRegistry).register({ name: 'database', check: async () => state });
    expect(await call('GET', '/health/live')).toMatchObject({ status: 200, json: { status: 'live' } });
    expect(await call('GET', '/health/ready')).toMatchObject({
      status: 503,
      json: { status: 'not ready', checks: [{ name: 'database', ...state }] },
    });
    state.ready = true;
    expect((await call('GET', '/health/ready')).status).toBe(200);
  });

  it('shows its numbers to a scraper', async () => {
    const observe = async () => [{ value: 7, attributes: { service: 'mapping' } }];
    app.get(Metrics).gauge('waybill_test_lag', 'how far behind', observe);
    const answer = await app.inject({ method: 'GET', url: '/metrics' });
    expect(answer.body).toMatch(/waybill_test_lag\{service="mapping".*\} 7/);
  });
});
