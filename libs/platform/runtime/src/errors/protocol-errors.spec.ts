import { BadRequestException, Controller, type DynamicModule, Get, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DomainError } from '@waybill/decider';
import type { FastifyRequest } from 'fastify';
import { pino } from 'pino';
import { PublicRoute, RequireRole } from '../access/route-access';
import { createHttpApplication } from '../bootstrap/http-application';
import { statusOf } from './graph-error';
import { ProtocolErrors, type ToldError } from './protocol-errors';

class Throttled extends Error {}

@PublicRoute()
@Controller('letters/:box')
class LettersController {
  @Get()
  list() {
    return [];
  }

  @Post()
  send() {
    throw new Throttled();
  }

  @Get(':id')
  read() {
    throw new BadRequestException('no letter');
  }

  @Get('full/now')
  full() {
    throw new DomainError('unavailable', 'test.full', 'come back later');
  }
}

@RequireRole('auditor')
@Controller('v1.0/stamps')
class StampsController {
  @Get()
  list() {
    return [];
  }
}

const letters: DynamicModule = { module: class Letters {}, controllers: [LettersController, StampsController] };

const tell = (error: unknown): ToldError => {
  const mediaType = 'application/letter';
  if (!(error instanceof Throttled)) return { status: statusOf(error), body: { letter: String(error) }, mediaType };
  return { status: 429, body: { letter: 'slowly' }, mediaType, headers: { 'Retry-After': '7' } };
};

describe('errors of a protocol', () => {
  const lines: string[] = [];
  const logger = pino({}, { write: (line) => void lines.push(line) });
  const observed: { told: ToldError; request: FastifyRequest }[] = [];
  let observe: (told: ToldError, request: FastifyRequest) => void;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    app = await createHttpApplication([letters], { logger, tokens: [] });
    app.get(ProtocolErrors).register('/letters/', tell, (told, request) => observe(told, request));
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  beforeEach(() => {
    lines.length = 0;
    observed.length = 0;
    observe = (told, request) => void observed.push({ told, request });
  });
  afterAll(() => app.close());

  const ask = (method: 'GET' | 'POST' | 'PUT' | 'HEAD', url: string, headers: Record<string, string> = {}) =>
    app.inject({ method, url, headers, ...(headers['content-type'] ? { payload: '{' } : {}) });

  it('bring headers of their own, which count more than those of their status', async () => {
    const throttled = await ask('POST', '/letters/red');
    expect(throttled.statusCode).toBe(429);
    expect(throttled.headers).toMatchObject({ 'retry-after': '7', 'content-type': 'application/letter' });
    expect((await ask('GET', '/letters/red/full/now')).headers['retry-after']).toBe('5');
  });

  it.each([
    ['a handler threw it', 'GET', '/letters/red/1', {}, 400],
    ['no handler was reached', 'POST', '/letters/red', { 'content-type': 'application/json' }, 400],
    ['the path is none', 'GET', '/letters/red/%zz', {}, 400],
    ['nor for other methods', 'PUT', '/letters/red/%zz', {}, 400],
    ['nobody knows the path', 'GET', '/letters/red/1/2', {}, 404],
  ] as const)('are told to an observer with the request: %s', async (_, method, url, headers, status) => {
    const answer = await ask(method, url, { ...headers, 'x-request-id': 'mine' });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toEqual(observed[0]?.told.body);
    expect(observed.map(({ told, request }) => [told.status, request.id, request.url])).toEqual([
      [status, 'mine', url],
    ]);
  });

  it('of other protocols are not observed', async () => {
    await ask('GET', '/v1.0/stamps');
    expect(observed).toEqual([]);
  });

  it('are answered whatever the observer does; its own failure is logged', async () => {
    observe = () => {
      throw new Error('the observer fell over');
    };
    expect((await ask('GET', '/letters/red/1')).statusCode).toBe(400);
    expect(lines.join()).toMatch('the observer fell over');
  });

  it.each([
    ['PUT', '/letters/red', 'GET, HEAD, POST'],
    ['POST', '/letters/red/1?all=true', 'GET, HEAD'],
    ['PUT', '/v1.0/stamps?sort=year', 'GET, HEAD'],
  ] as const)('name the methods of a path that is served for others: %s %s', async (method, url, allow) => {
    const answer = await ask(method, url);
    expect({ status: answer.statusCode, allow: answer.headers.allow }).toEqual({ status: 405, allow });
    expect(answer.body).toMatch(`${method} is not possible here; possible: ${allow}.`);
  });

  it.each(['/letters', '/letters/', '/letters/red/1/2', '/nothing'])('know no method of %s', async (url) => {
    const answer = await ask('PUT', url);
    expect({ status: answer.statusCode, allow: answer.headers.allow }).toEqual({ status: 404, allow: undefined });
  });

  it.each([
    ['GET', '/letters/red', 200],
    ['HEAD', '/letters/red', 200],
    ['GET', '/letters/red/1', 400],
    ['GET', '/letters/red/%zz', 400],
    ['PUT', '/letters/red', 405],
    ['GET', '/letters/red/1/2', 404],
    ['GET', '/v1.0/stamps', 401],
  ] as const)('and every other answer name the request: %s %s', async (method, url, status) => {
    const given = await ask(method, url, { 'x-request-id': 'a.request-1' });
    expect([given.statusCode, given.headers['x-request-id']]).toEqual([status, 'a.request-1']);
    const own = await ask(method, url, { 'x-request-id': 'no id\tof ours' });
    expect(own.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});
