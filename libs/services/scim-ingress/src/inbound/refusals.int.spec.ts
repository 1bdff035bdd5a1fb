import { createHash, randomUUID } from 'node:crypto';
import { Body, Controller, Get, Global, Module, Post, UseGuards } from '@nestjs/common';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { RequestRefused } from '@waybill/contracts';
import { anyDecider } from '@waybill/decider';
import { commandHandlers, readStream } from '@waybill/event-log';
import { type AccessToken, createHttpApplication, JobTokenRoute, ProtocolErrors } from '@waybill/runtime';
import { badRequest, ScimError, type ScimType } from '@waybill/scim';
import {
  hostToken,
  logToken,
  migrateServices,
  type ServiceDefinition,
  ServiceEnvironment,
  type ServiceHost,
  ServiceHostModule,
} from '@waybill/service-host';
import { createTestDatabase, eventually, type TestDatabase } from '@waybill/testing';
import { pino } from 'pino';
import { access } from '../domain/access';
import { TokenUses } from '../domain/job-tokens';
import { RequestRates } from '../domain/rate-limit';
import { builtInKinds, EndpointKinds, refusals } from '../domain/refusals';
import { connectedJobs, connectedJobsMigration, IsJobConnectedHandler } from '../read-models/tokens/connected-jobs';
import { FindJobOfTokenHandler } from '../read-models/tokens/find-job-of-token';
import { ListJobTokensHandler } from '../read-models/tokens/list-job-tokens';
import { GatheredTokenUses, tokenUsesMigration } from '../read-models/tokens/token-uses';
import { tokens, tokensMigration, tokenTermsMigration } from '../read-models/tokens/tokens';
import { JobTokenGuard } from './job-token.guard';
import { JobRateLimit } from './rate-limit';
import { RefusalRecorder } from './refusals';
import { tellInScim } from './scim-errors';
import { DecideAccess, TokensController } from './tokens.controller';

const schema = 'scim_ingress';
const migrations = [tokensMigration, tokenTermsMigration, connectedJobsMigration, tokenUsesMigration];
const edge: ServiceDefinition = {
  name: 'scim-ingress',
  schema,
  migrations: migrations.map((each) => each(schema)),
  deciders: { job: anyDecider(access), refusals: anyDecider(refusals) },
  inline: [tokens, connectedJobs],
  projections: [],
  sources: [],
  reactions: () => [],
};

@JobTokenRoute()
@UseGuards(JobTokenGuard)
@Controller('scim/:jobId/v2/Users')
class UsersController {
  @Get()
  list() {
    return { totalResults: 0 };
  }

  @Post()
  refuse(@Body() { status, scimType, detail }: { status: number; scimType?: ScimType; detail: string }) {
    throw status === 400 ? badRequest('invalidValue', detail) : new ScimError(status, scimType, detail);
  }
}

@Global()
@Module({})
class EnvironmentModule {}

@Module({
  imports: [ServiceHostModule.forService(edge)],
  controllers: [UsersController, TokensController],
  providers: [
    ...commandHandlers(logToken('scim-ingress'), DecideAccess),
    ...[FindJobOfTokenHandler, ListJobTokensHandler, IsJobConnectedHandler, JobRateLimit, RefusalRecorder],
    { provide: TokenUses, useClass: GatheredTokenUses },
    { provide: RequestRates, useValue: { perSecond: (jobId: string) => (jobId.startsWith('0') ? 0.01 : 10_000) } },
    { provide: EndpointKinds, useValue: builtInKinds },
  ],
})
class EdgeModule {
  constructor(errors: ProtocolErrors, recorder: RefusalRecorder) {
    errors.register('/scim/', tellInScim, recorder.observe);
  }
}

const digestOf = (token: string) => createHash('sha256').update(token).digest('hex');
const admins: AccessToken[] = (['admin', 'auditor'] as const).map((role) => ({
  name: `${role}:test`,
  role,
  digest: digestOf(`${role}-token`),
  local: false,
}));

interface Asked {
  readonly token?: string;
  readonly body?: string | object;
  readonly headers?: Record<string, string>;
}

describe('the edge of a job’s SCIM endpoint', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let host: ServiceHost;
  let jobId: string;
  const lines: string[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    await migrateServices(database.url, [edge]);
    const stopped = { stop: () => Promise.resolve() };
    const hostOptions = () => ({ databaseUrl: database.url, onError: () => undefined, onAlarm: () => undefined });
    const environment = { hostOptions, bus: { carry: () => Promise.resolve(stopped), deliver: () => stopped } };
    const provided = { provide: ServiceEnvironment, useValue: environment };
    app = await createHttpApplication(
      [
        { module: EnvironmentModule, providers: [provided], exports: [ServiceEnvironment] },
        CqrsModule.forRoot(),
        { module: EdgeModule },
      ],
      { logger: pino({ level: 'warn' }, { write: (line) => void lines.push(line) }), tokens: admins },
    );
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    host = app.get<ServiceHost>(hostToken('scim-ingress'), { strict: false });
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  const connect = (job: string) =>
    app
      .get(CommandBus, { strict: false })
      .execute(new DecideAccess({ type: 'connect-job', jobId: job }, { correlationId: 'test', actor: 'test' }));
  beforeEach(async () => {
    jobId = `1${randomUUID().slice(1)}`;
    await connect(jobId);
  });

  const ask = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, { token, body, headers }: Asked = {}) => {
    const answer = await app.inject({
      method,
      url,
      headers: {
        ...(token === undefined ? {} : { authorization: token.includes(' ') ? token : `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const content = answer.body === '' ? undefined : answer.json<Record<string, string>>();
    return { status: answer.statusCode, body: content, headers: answer.headers };
  };
  const admin = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path = '', body?: object, job = jobId) =>
    ask(method, `/v1.0/waybill/jobs/${job}/tokens${path}`, { token: 'admin-token', body });
  const users = (asked?: Asked, job = jobId) => ask(asked?.body ? 'POST' : 'GET', `/scim/${job}/v2/Users`, asked);
  const newToken = async (job = jobId) => (await admin('POST', '', { label: 'a' }, job)).body?.token ?? '';
  const told = async (job = jobId) =>
    (await readStream(host.pool, `refusals-${job}`)).map(({ data }) => data as RequestRefused['data']);
  const toldOnce = (count: number) => eventually(async () => (await told()).length === count);

  describe('has tokens', () => {
    it('that are made, shown once, used and revoked', async () => {
      const made = await admin('POST', '', { label: 'Azure AD', expiresAt: '2999-01-01T02:00:00+02:00' });
      expect(made.status).toBe(201);
      expect(made.headers['cache-control']).toBe('no-store');
      const { token, ...shown } = made.body ?? {};
      expect(token).toMatch(/^wbs_[\w-]{43}$/);
      expect(shown).toEqual({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        label: 'Azure AD',
        createdAt: expect.stringMatching(/^20.*Z$/) as string,
        expiresAt: '2999-01-01T00:00:00.000Z',
        lastUsedAt: null,
        status: 'active',
      });
      expect((await admin('GET')).body).toEqual({ value: [shown] });
      expect((await admin('GET', `/${shown.id}`)).body).toEqual(shown);

      expect((await users({ token })).status).toBe(200);
      await eventually(async () => typeof (await admin('GET', `/${shown.id}`)).body?.lastUsedAt === 'string');

      const revoke = async (id: string | undefined) => (await admin('DELETE', `/${id}`)).status;
      expect([await revoke(shown.id), await revoke(shown.id?.toUpperCase()), await revoke(randomUUID())]).toEqual([
        204, 204, 404,
      ]);
      expect((await users({ token })).status).toBe(401);
      expect((await admin('GET', `/${shown.id}`)).body).toMatchObject({ status: 'revoked' });
    });

    it('that are brought along by their digest, as often as one likes', async () => {
      const id = randomUUID();
      const body = { digest: digestOf('brought'), label: 'local', expiresAt: '2999-01-01T00:00:00Z' };
      expect([(await admin('PUT', `/${id}`, body)).status, (await admin('PUT', `/${id}`, body)).status]).toEqual([
        204, 204,
      ]);
      expect((await users({ token: 'brought' })).status).toBe(200);
      expect((await admin('PUT', `/${id}`, { ...body, digest: digestOf('other') })).status).toBe(409);
    });

    it.each([
      ['without a label', 'POST', '', {}],
      ['with a NUL in its label', 'POST', '', { label: '\0' }],
      ['that is over', 'POST', '', { label: 'a', expiresAt: '2026-01-01T00:00:00Z' }],
      ['that ends at no time', 'POST', '', { label: 'a', expiresAt: 'tomorrow' }],
      ['that ends after all events', 'POST', '', { label: 'a', expiresAt: '9999-12-31T23:59:59-01:00' }],
      ['of one’s own', 'POST', '', { label: 'a', token: 'chosen' }],
      ['with a digest that is none', 'PUT', `/${randomUUID()}`, { label: 'a', digest: 'a' }],
      ['with an id that is none', 'PUT', '/mine', { label: 'a', digest: digestOf('a') }],
    ] as const)('but none %s', async (_, method, path, body) => {
      expect((await admin(method, path, body)).status).toBe(400);
    });

    it('for admins and for jobs that are there', async () => {
      const withToken = async (token: string) =>
        (await ask('GET', `/v1.0/waybill/jobs/${jobId}/tokens`, { token })).status;
      expect([await withToken('auditor-token'), await withToken('guess')]).toEqual([403, 401]);
      const nobody = randomUUID();
      expect((await admin('GET', '', undefined, nobody)).status).toBe(404);
      expect((await admin('POST', '', { label: 'a' }, nobody)).status).toBe(404);
      expect((await admin('GET', `/${nobody}`)).status).toBe(404);
    });
  });

  it.each([
    ['no token', undefined],
    ['another scheme', 'Basic wbs_'],
    ['an empty token', 'Bearer '],
    ['two tokens', 'Bearer a b'],
    ['a token that nobody made', `wbs_${'x'.repeat(5_000)}`],
    ['a token of another job', 'of-another-job'],
  ])('lets nobody in with %s', async (_, token) => {
    const other = randomUUID();
    await connect(other);
    await admin('PUT', `/${randomUUID()}`, { digest: digestOf('of-another-job'), label: 'a' }, other);
    const { status, body, headers } = await users({ token });
    expect({ status, body }).toMatchObject({ status: 401, body: { status: '401' } });
    expect(headers).toMatchObject({ 'www-authenticate': 'Bearer', 'content-type': 'application/scim+json' });
    expect((await users({ token }, randomUUID())).status).toBe(401);
  });

  it('lets a job in as often as it may ask, whoever else knocks', async () => {
    const slow = `0${jobId.slice(1)}`;
    await connect(slow);
    const token = await newToken(slow);
    for (let count = 0; count < 10; count += 1) expect((await users({ token: 'guess' }, slow)).status).toBe(401);
    expect((await users({ token }, slow)).status).toBe(200);
    const answer = await users({ token }, slow);
    expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '100' }, body: { status: '429' } });
    expect((await users({ token: await newToken() })).status).toBe(200);
  });

  describe('puts what it refuses into the log', () => {
    const refused = { scimType: null, method: 'POST', path: '/Users', kind: 'User', subjectId: null, suppressed: 0 };

    it.each<[string, string | object, object]>([
      ['no JSON', '{"a":', { status: 400, scimType: 'invalidSyntax', reason: expect.stringMatching('is not JSON') }],
      ['too much', `"${'x'.repeat(6_000_000)}"`, { status: 413, reason: 'A body may have 5 MB.' }],
      [
        'what no database takes',
        { status: 400, detail: '\0\ud83d.' },
        { status: 400, scimType: 'invalidValue', reason: '\ufffd\ufffd.' },
      ],
    ])('%s', async (_, body, expected) => {
      const answer = await users({ token: await newToken(), body });
      await toldOnce(1);
      const correlationId = answer.headers['x-request-id'];
      expect(await told()).toEqual([{ ...refused, ...expected, correlationId, at: expect.any(String) as string }]);
    });

    it('whoever sent it, and whatever it was about', async () => {
      await ask('GET', `/scim/${jobId}/v2/Users?filter=secret`, { headers: { 'x-request-id': 'r-1' } });
      await users({ token: await newToken(), body: { status: 409, detail: 'Taken.' } });
      await toldOnce(2);
      const events = await readStream(host.pool, `refusals-${jobId}`);
      expect(events[0]).toMatchObject({
        job: jobId,
        metadata: { correlationId: 'r-1', actor: 'unknown' },
        data: { ...refused, status: 401, correlationId: 'r-1', method: 'GET', reason: 'A bearer token is required.' },
      });
      expect(events[1]?.metadata.actor).toBe('azure-ad');
    });

    it('and answers all the same when that fails', async () => {
      jest.spyOn(host.log, 'submit').mockRejectedValueOnce(new Error('the log is away'));
      expect((await users()).status).toBe(401);
      await eventually(() => lines.some((line) => line.includes('the log is away')));
      await users();
      await toldOnce(1);
      expect(await told()).toMatchObject([{ suppressed: 1 }]);
    });

    it('but nothing of jobs that are not there', async () => {
      const nobody = randomUUID();
      await users({}, nobody);
      await users();
      await toldOnce(1);
      expect(await told(nobody)).toEqual([]);
    });
  });
});
