import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from './cli';
import { type ApiDouble, startApiDouble, token } from './testing/api-double';

describe('the command line', () => {
  let api: ApiDouble;
  beforeAll(async () => (api = await startApiDouble()));
  afterAll(() => api.close());
  beforeEach(() => api.forget());

  const runWith = async (environment: Record<string, string>, ...args: string[]) => {
    const written = { out: '', err: '' };
    const code = await runCli({
      args,
      environment,
      output: { out: (text) => void (written.out += text), err: (text) => void (written.err += text) },
    });
    return { code, ...written, lines: written.out.trimEnd().split('\n') };
  };
  const run = (...args: string[]) => runWith({ WAYBILL_URL: `${api.url}/`, WAYBILL_TOKEN: token }, ...args);
  const json = async (...args: string[]) => {
    const { code, out } = await run(...args, '--json');
    return { code, answer: JSON.parse(out) };
  };

  describe('services', () => {
    it('are shown in two tables: what waits, and what follows the logs', async () => {
      const { code, lines } = await run('services');
      expect(code).toBe(0);
      expect(lines.slice(0, 4)).toEqual([
        'service             held  poison  commands waiting',
        '-------             ----  ------  ----------------',
        'scim-ingress           0       0                 0',
        'mapping                1       0                 0',
      ]);
      expect(lines.slice(7, 10)).toEqual([
        'service             subscription  position  events behind  seconds behind  stopped by',
        '-------             ------------  --------  -------------  --------------  ----------',
        'scim-ingress        relay              120              0               0',
      ]);
      expect(lines[10]).toBe(
        'mapping             relay                7            113            12.3  event 8: boom [31m red',
      );
    });

    it('are a collection in JSON, as they were answered', async () => {
      const { code, answer } = await json('services');
      expect(code).toBe(0);
      expect(answer.value.map(({ service }: { service: string }) => service)).toEqual([
        'scim-ingress',
        'mapping',
        'samanage-connector',
        'audit-log',
      ]);
      expect(answer.value[1]).toEqual(api.stateOf('mapping'));
    });

    it('that answer are shown even where one does not, and that one is named', async () => {
      api.failing.add('mapping');
      const { code, out, err } = await run('services');
      expect(code).toBe(1);
      expect(out).toMatch(/^audit-log /m);
      expect(out).not.toMatch(/^mapping/m);
      expect(err).toBe('waybill: mapping: ServiceNotAvailable: Not now.\n');
    });
  });

  describe('held messages', () => {
    it('of all services are listed with what they wait for', async () => {
      const { code, lines } = await run('held', 'list');
      expect(code).toBe(0);
      expect(lines).toEqual([
        'service  stream               version  type                         attempts  next attempt              reason',
        '-------  ------               -------  ----                         --------  ------------              ------',
        'mapping  scim-ingress/user-1        3  scim-ingress.user-changed@1         2  2026-03-01T09:30:00.000Z  no rules',
      ]);
    });

    it('of one service can be none', async () => {
      const { code, out } = await run('held', 'list', '--service', 'audit-log');
      expect({ code, out }).toEqual({ code: 0, out: 'Nothing is held.\n' });
      expect(api.asked).toEqual(['GET /v1.0/waybill/services/audit-log/held-messages']);
    });

    it('name their service in JSON', async () => {
      const { answer } = await json('held', 'list');
      expect(answer).toEqual({ value: [{ service: 'mapping', ...api.held }] });
      expect((await json('held', 'list', '--service', 'audit-log')).answer).toEqual({ value: [] });
    });

    it('are retried: those of one stream, or all', async () => {
      const one = await run('held', 'retry', '--service', 'mapping', '--stream', 'scim-ingress/user-1');
      expect(one.lines.at(-1)).toBe('mapping         1           0');
      expect((await json('held', 'retry')).answer.value).toHaveLength(4);
      const path = (service: string) => `POST /v1.0/waybill/services/${service}/held-messages/retry`;
      expect(api.asked[0]).toBe(`${path('mapping')} {"stream":"scim-ingress/user-1"}`);
      expect(api.asked.slice(1).sort()).toEqual(
        ['audit-log', 'mapping', 'samanage-connector', 'scim-ingress'].map((service) => `${path(service)} {}`),
      );
    });
  });

  describe('poison', () => {
    it('is listed, its contents in JSON alone', async () => {
      const { lines } = await run('poison', 'list');
      expect(lines[0]).toMatch(/^service +topic +partition +offset +kept at +reason$/);
      expect(lines.at(-1)).toMatch(/^mapping +waybill\.scim-ingress +4 +77 +2026-03-01T09:30:00\.000Z +no JSON$/);
      expect((await json('poison', 'list')).answer).toEqual({ value: [{ service: 'mapping', ...api.poison }] });
      expect((await run('poison', 'list', '--service', 'audit-log')).out).toBe('There is no poison.\n');
    });

    it('is read again', async () => {
      const { code, lines } = await run('poison', 'retry', '--service', 'mapping');
      expect({ code, last: lines.at(-1) }).toEqual({ code: 0, last: 'mapping         0             1' });
      expect(api.asked).toEqual(['POST /v1.0/waybill/services/mapping/poison-messages/retry {}']);
    });
  });

  it('has a log published again', async () => {
    const { code, out } = await run('replay', 'mapping', '--after', '41');
    expect(code).toBe(0);
    expect(out).toBe('mapping was told to publish its log again from after position 41.\n');
    expect((await json('replay', 'mapping')).answer).toEqual({ service: 'mapping', after: 0 });
    const asked = 'POST /v1.0/waybill/services/mapping/replay';
    expect(api.asked).toEqual([`${asked} {"after":41}`, `${asked} {"after":0}`]);
  });

  describe('tokens', () => {
    const tokens = '/v1.0/waybill/jobs/5d1c/tokens';

    it('of a job are listed, newest first as the server has them', async () => {
      const { code, lines } = await run('tokens', 'list', '5d1c');
      expect(code).toBe(0);
      expect(lines).toEqual([
        'id  label               status   created at                expires at                last used at',
        '--  -----               ------   ----------                ----------                ------------',
        't2  Azure AD  [31m2027  active   2026-03-02T09:30:00.000Z  2027-03-02T09:30:00.000Z  2026-03-02T09:31:00.000Z',
        't1  local               revoked  2026-03-01T09:30:00.000Z',
      ]);
      expect((await json('tokens', 'list', '5d1c')).answer).toEqual({ value: api.jobTokens });
      expect((await run('tokens', 'list', 'new')).out).toBe('The job has no tokens.\n');
      expect(api.asked[0]).toBe(`GET ${tokens}`);
    });

    it('are made, and shown this once', async () => {
      const { code, lines } = await run('tokens', 'create', '5d1c', '--label', 'Azure AD');
      expect(code).toBe(0);
      expect(lines).toEqual(['wbs_made', 'This is the token t2; it is not shown again. It does not expire.']);
      expect(api.asked).toEqual([`POST ${tokens} {"label":"Azure AD"}`]);
      const { answer } = await json('tokens', 'create', '5d1c', '--label', 'a');
      expect(answer).toMatchObject({ id: 't2', token: 'wbs_made', label: 'a' });
    });

    it.each([
      ['2027-01-31T02:00:00+02:00', '2027-01-31T00:00:00.000Z'],
      ['2027-01-31', '2027-01-31T00:00:00.000Z'],
    ])('end when it is said: %s', async (when, expiresAt) => {
      const { lines } = await run('tokens', 'create', '5d1c', '--label', 'a', '--expires', when);
      expect(lines[1]).toMatch(`It expires at ${expiresAt}.`);
      expect(api.asked).toEqual([`POST ${tokens} {"label":"a","expiresAt":"${expiresAt}"}`]);
    });

    it('end after so many days', async () => {
      const days = (count: number) => Date.now() + count * 86_400_000;
      const begun = days(90);
      const { answer } = await json('tokens', 'create', '5d1c', '--label', 'a', '--expires', '90d');
      const expiresAt = Date.parse(answer.expiresAt);
      expect(expiresAt).toBeGreaterThanOrEqual(begun);
      expect(expiresAt).toBeLessThanOrEqual(days(90));
    });

    it('are revoked', async () => {
      const { code, out } = await run('tokens', 'revoke', '5d1c', 't1');
      expect({ code, out }).toEqual({ code: 0, out: 't1 is accepted no longer.\n' });
      expect((await json('tokens', 'revoke', '5d1c', 't1')).answer).toEqual({ id: 't1', status: 'revoked' });
      expect(api.asked[0]).toBe(`DELETE ${tokens}/t1`);
      expect(await run('tokens', 'revoke', '5d1c', '../t1')).toMatchObject({
        code: 1,
        out: '',
        err: 'waybill: Request_ResourceNotFound: the job has no token ..%2Ft1\n',
      });
    });
  });

  it('shows conservation by job and in total', async () => {
    const { code, lines } = await run('conservation');
    expect(code).toBe(0);
    expect(lines[0]).toMatch(/^job +accepted +ended +in flight +conservation +applied .* abandoned$/);
    expect(lines[2]).toMatch(/^5d1c +9 +7 +1 +1 +7 +0 +0 +0 +0$/);
    expect(lines[3]).toMatch(/^total +9 +7 +1 +1 +7 +0 +0 +0 +0$/);
    expect((await json('conservation')).answer).toEqual(api.conservation);
  });

  describe('the server', () => {
    it('that refuses is quoted once, in its own words', async () => {
      const { code, out, err } = await run('--token', 'guess', 'services');
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toBe('waybill: InvalidAuthenticationToken: A valid token is needed.\n');
    });

    it('that does not answer is named', async () => {
      const gone = await startApiDouble();
      await gone.close();
      const { code, out, err } = await run('services', '--url', gone.url);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toMatch(new RegExp(`^waybill: ${gone.url} does not answer: connect ECONNREFUSED .+\\n$`));
    });

    it('that is another one is recognised', async () => {
      const page = await run('conservation', '--url', `${api.url}/a-page`);
      expect(page).toMatchObject({ code: 1, err: expect.stringMatching('with something else') });
      const revoked = await run('tokens', 'revoke', '5d1c', 't1', '--url', `${api.url}/a-page`);
      expect(revoked).toMatchObject({ code: 1, err: expect.stringMatching('with something else') });
      const moved = await run('conservation', '--url', `${api.url}/moved`);
      expect(moved).toMatchObject({ code: 1, err: `waybill: ${api.url}/moved answered 302\n` });
    });

    describe('of a file of endpoints', () => {
      let folder: string;
      beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'waybill-cli-'))));
      afterAll(() => rmSync(folder, { recursive: true }));

      it('is asked, whatever the environment says', async () => {
        const file = join(folder, 'endpoints.json');
        writeFileSync(file, JSON.stringify({ scim: {}, api: { baseUrl: api.url, token } }));
        const elsewhere = { WAYBILL_URL: 'http://127.0.0.1:1', WAYBILL_TOKEN: 'guess' };
        expect(await runWith(elsewhere, '--endpoints', file, 'conservation')).toMatchObject({ code: 0, err: '' });
      });

      it('is not up without the file, and the file must say where it is', async () => {
        const missing = await runWith({}, 'services', '--endpoints', join(folder, 'none.json'));
        expect(missing).toMatchObject({ code: 1, err: expect.stringMatching('nothing is up here') });
        const file = join(folder, 'other.json');
        writeFileSync(file, '{"api":{}}');
        const other = await runWith({}, 'services', '--endpoints', file);
        expect(other).toMatchObject({ code: 2, err: expect.stringMatching('api.baseUrl') });
      });
    });
  });

  describe('ends with 2 and asks nobody', () => {
    it.each([
      [[]],
      [['held']],
      [['unknown']],
      [['services', 'mapping']],
      [['held', 'list', '--service', 'portal']],
      [['replay']],
      [['replay', 'portal']],
      [['replay', 'mapping', '--after', '-1']],
      [['replay', 'mapping', '--after', 'now']],
      [['tokens', 'list']],
      [['tokens', 'create', '5d1c']],
      [['tokens', 'create', '5d1c', '--label', 'a', '--expires', 'tomorrow']],
      [['tokens', 'create', '5d1c', '--label', 'a', '--expires', '99999d']],
      [['tokens', 'create', '5d1c', '--label', 'a', '--expires', '2027-02-30']],
      [['tokens', 'revoke', '5d1c']],
      [['conservation', '--colour']],
      [['conservation', '--url', '127.0.0.1:8080']],
      [['conservation', '--token', 'with\nline']],
    ])('on %j', async (args) => {
      const { code, out, err } = await run(...args);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).not.toBe('');
      expect(api.asked).toEqual([]);
    });

    it('on half a server', async () => {
      expect(await runWith({ WAYBILL_URL: api.url }, 'services')).toMatchObject({
        code: 2,
        err: 'waybill: an address needs a token: --token or WAYBILL_TOKEN\n',
      });
      expect(await runWith({ WAYBILL_URL: '' }, 'services', '--token', token)).toMatchObject({ code: 2 });
    });
  });

  it('explains itself', async () => {
    const { code, out } = await run('held', 'retry', '--help');
    expect(code).toBe(0);
    expect(out).toMatch(/--stream <stream>[^]*--endpoints <file>/);
  });
});
