import { enterprise, type Ingress, person, startIngress } from '../../testing/running-ingress';
import { FindCursorSecretHandler } from '../cursor-secret/cursor-secret';
import { resourcesTable } from './directory-resources';

const device = 'urn:example:params:scim:schemas:Device';
const deviceSchema = {
  name: 'Device',
  attributes: [
    { name: 'label', required: true },
    { name: 'serial', caseExact: true },
    { name: 'weight', type: 'decimal' },
    { name: 'ports', type: 'integer' },
    { name: 'bought', type: 'dateTime' },
    { name: 'managed', type: 'boolean' },
    { name: 'tags', multiValued: true },
  ],
};

const devices = [
  { label: 'a', serial: 'b', weight: 10, ports: 10, bought: '2026-01-31T12:00:00Z', managed: true, tags: ['x', 'a'] },
  { label: 'b', serial: 'B', weight: 9.5, ports: 9, bought: '2026-01-31T12:30:00+01:00', managed: false },
  { label: 'c', serial: 'a', weight: -1.25, bought: '2026-01-31T12:00:00.001Z', tags: ['W'] },
  { label: 'd', ports: -1, bought: '2025-12-31T23:59:59-05:00', managed: true, tags: ['y'] },
  { label: 'e', serial: 'A', weight: 1e-7, ports: 9 },
];

const emails = (...values: [string, boolean][]) => ({
  // Their types run against their values.
  emails: values.map(([value, primary], n) => ({ value, primary, type: n === 0 ? 'home' : 'work' })),
});
const managed = (employeeNumber: string, value: string) => ({ [enterprise]: { employeeNumber, manager: { value } } });

const people = [
  person('first@contoso.com', { ...emails(['m@contoso.com', false], ['b@contoso.com', true]), ...managed('9', 'M1') }),
  person('second@contoso.com', {
    ...emails(['C@contoso.com', false], ['a@contoso.com', false]),
    ...managed('10', 'm2'),
  }),
  person('third@contoso.com', managed('8', 'M1')),
];

describe('the order of lists', () => {
  let ingress: Ingress;
  beforeAll(async () => {
    ingress = await startIngress();
    await ingress.manage('PUT', `/scim/schemas/${device}`, deviceSchema);
    await ingress.manage('PUT', '/scim/resourceTypes/Device', { endpoint: '/Devices', schema: device });
    for (const each of devices) await ingress.ask('POST', '/Devices', { schemas: [device], ...each });
    for (const each of people) await ingress.ask('POST', '/Users', each);
  });
  afterAll(() => ingress.stop());

  type Page = {
    Resources: { id: string; label?: string; userName?: string }[];
    nextCursor?: string;
    totalResults: number;
    scimType?: string;
  };
  const list = async (path: string, query: Record<string, string>) => {
    const { status, body } = await ingress.ask('GET', `${path}?${new URLSearchParams(query).toString()}`);
    return { status, body: body as Page };
  };
  const named = ({ Resources }: Page) => Resources.map(({ label, userName }) => label ?? userName?.split('@')[0] ?? '');

  /** All pages, one after another; `between` happens behind each. */
  const walk = async (path: string, query: Record<string, string>, between = () => Promise.resolve()) => {
    const pages: Page[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; await between()) {
      const { status, body }: { status: number; body: Page } = await list(path, { ...query, cursor });
      expect(status).toBe(200);
      expect(pages.push(body)).toBeLessThan(50);
      cursor = body.nextCursor;
    }
    return pages;
  };

  it.each<[string, string, string, string]>([
    ['/Devices', 'serial', 'ebcad', 'dacbe'],
    ['/Devices', 'weight', 'cebad', 'dabec'],
    ['/Devices', 'ports', 'dbeac', 'cabed'],
    ['/Devices', 'bought', 'dbace', 'ecabd'],
    ['/Devices', 'managed', 'badce', 'ceadb'],
    ['/Devices', 'tags', 'cadbe', 'bedac'],
    ['/Devices', `${device.toUpperCase()}:LABEL`, 'abcde', 'edcba'],
  ])('%s by %s, in both directions and in pages of any size', async (path, sortBy, ascending, descending) => {
    for (const [sortOrder, expected] of [
      ['ascending', ascending],
      ['Descending', descending],
    ] as const) {
      const asked = { sortBy, sortOrder };
      expect({ sortOrder, found: named((await list(path, asked)).body).join('') }).toEqual({
        sortOrder,
        found: expected,
      });
      for (const count of ['1', '2', '5']) {
        const pages = await walk(path, { ...asked, count });
        expect({ count, found: pages.flatMap(named).join('') }).toEqual({ count, found: expected });
        expect(pages).toHaveLength(Math.ceil(devices.length / Number(count)));
      }
    }
  });

  it.each<[string, string, string[]]>([
    ['the primary value, else the first', 'emails', ['first', 'second', 'third']],
    ['the same by its sub-attribute', 'emails.value', ['first', 'second', 'third']],
    ['another sub-attribute of that value', 'emails.type', ['second', 'first', 'third']],
    ['texts that look like numbers', `${enterprise}:employeeNumber`, ['second', 'third', 'first']],
    ['the value of a complex attribute, equal ones by id', `${enterprise}:manager`, ['first', 'third', 'second']],
    ['an attribute of an extension without its URN', 'manager.value', ['first', 'third', 'second']],
  ])('is that of %s', async (_, sortBy, expected) => {
    expect(named((await list('/Users', { sortBy })).body)).toEqual(expected);
  });

  it('brings everybody who stays once, while others come and go', async () => {
    const ids = (pages: readonly Page[]) => pages.flatMap(({ Resources }) => Resources.map(({ id }) => id));
    const stay = ids([(await list('/Devices', {})).body]);
    const before: string[] = [];
    let n = 0;
    for (const sortBy of ['', 'weight', 'serial', 'tags']) {
      const pages = await walk('/Devices', { sortBy, count: '2' }, async () => {
        n += 1;
        const more = n % 2 ? { weight: -n, tags: ['0'] } : { serial: 'zz' };
        const added = await ingress.ask('POST', '/Devices', { schemas: [device], label: `passing ${n}`, ...more });
        before.push((added.body as { id: string }).id);
        if (before.length > 2) await ingress.ask('DELETE', `/Devices/${before.shift() ?? ''}`);
        expect(n).toBeLessThan(100);
      });
      const seen = ids(pages);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toEqual(expect.arrayContaining(stay));
    }
    for (const id of before) await ingress.ask('DELETE', `/Devices/${id}`);
  });

  it('is given up where it takes long', async () => {
    const client = await ingress.host.pool.connect();
    try {
      await client.query(`BEGIN; LOCK TABLE ${resourcesTable} IN ACCESS EXCLUSIVE MODE`);
      expect(await list('/Users', { sortBy: 'userName' })).toMatchObject({
        status: 400,
        body: { scimType: 'tooMany' },
      });
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });

  it('is continued by any process: they share one secret', async () => {
    const { pool } = ingress.host;
    const [one, other] = await Promise.all([1, 2].map(() => new FindCursorSecretHandler(pool).execute()));
    expect(one).toBe(other);
    expect(one?.length).toBeGreaterThan(64);
  });
});
