import {
  attribute,
  checkedFilter,
  groupType,
  parseFilter,
  type Resource,
  type ResourceType,
  userType,
} from '@waybill/scim';
import { createTestDatabase, type TestDatabase } from '@waybill/testing';
import { Pool } from 'pg';
import type { FilterColumns } from './filter-columns';
import { filterCondition } from './filter-sql';

const columns: FilterColumns = {
  resource: `s.state->'resource'`,
  id: 's.id',
  created: `s.state->>'created'`,
  lastModified: 's.last_modified',
  version: `'W/"' || (s.state->>'version') || '"'`,
};
const withMembers: FilterColumns = {
  ...columns,
  apart: {
    members: {
      from: 'in_group AS m',
      where: 'm.group_id = s.id AND NOT m.departed',
      values: { value: 'm.member', type: 'm.type', display: 'm.display' },
    },
  },
  derived: {
    groups: {
      from: '(SELECT g.group_id FROM in_group g WHERE g.member = s.id::text) AS found',
      where: 'TRUE',
      values: { value: 'found.group_id' },
    },
  },
};

const odd = `a"b'c\\$1; DROP TABLE s`;
const custom: ResourceType = {
  ...userType,
  name: "Dev'ice",
  schema: {
    ...userType.schema,
    attributes: [
      attribute('text'),
      attribute('exact', { caseExact: true }),
      attribute('on', { type: 'dateTime' }),
      attribute('age', { type: 'integer' }),
      attribute('big', { type: 'boolean' }),
      attribute('values', { multiValued: true }),
      attribute(odd),
    ],
  },
};

const ids = {
  first: '0194d000-0000-7000-8000-000000000001',
  second: '0194d000-0000-7000-8000-000000000002',
  other: '0194d000-0000-7000-8000-000000000003',
};

describe('a filter as a condition', () => {
  let database: TestDatabase;
  let pool: Pool;

  beforeAll(async () => {
    database = await createTestDatabase();
    // Whatever the server's own habits are.
    const options = '-c timezone=America/New_York -c datestyle=German,DMY -c intervalstyle=sql_standard';
    pool = new Pool({ connectionString: database.url, max: 1, options });
    await pool.query(
      'CREATE TABLE stored (id uuid PRIMARY KEY, state jsonb NOT NULL, last_modified timestamptz NOT NULL)',
    );
    await pool.query(`CREATE TABLE in_group (group_id uuid, member text, type text, display text, departed boolean,
      PRIMARY KEY (group_id, member))`);
    await pool.query('CREATE INDEX ON in_group (member, group_id)');
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  beforeEach(() => pool.query('TRUNCATE stored, in_group'));

  async function store(id: string, resource: Resource): Promise<void> {
    const state = { resource, created: '2026-01-31T12:00:00.500Z', version: 3 };
    await pool.query('INSERT INTO stored VALUES ($1, $2, $3)', [id, state, '2026-02-01T12:00:00.0009Z']);
  }

  async function join(group: string, member: string, display: string | null, departed = false): Promise<void> {
    await pool.query('INSERT INTO in_group VALUES ($1, $2, $3, $4, $5)', [group, member, 'User', display, departed]);
  }

  function conditionOf(type: ResourceType, text: string, on: FilterColumns) {
    const values: unknown[] = [];
    const condition = filterCondition(type, checkedFilter(type, parseFilter(text)), on, (value) => {
      return `$${values.push(value)}`;
    });
    return { condition, values };
  }

  async function find(type: ResourceType, text: string, on = withMembers): Promise<string[]> {
    const { condition, values } = conditionOf(type, text, on);
    const statement = `SELECT id FROM stored s WHERE ${condition} ORDER BY id`;
    return (await pool.query<{ id: string }>(statement, values)).rows.map(({ id }) => id);
  }

  it.each(['%', '_', '.*', 'a_b', '\\', "'", '"', '$1', 'a%', '[ab]', '', '{}'])(
    'takes %j as it is, and no pattern',
    async (text) => {
      const literal = JSON.stringify(text);
      await store(ids.first, { text: `<${text}>`, exact: text, values: [text] });
      await store(ids.second, { text: '<aXbc>', exact: 'aXb', values: ['aXb'] });
      for (const filter of [`exact eq ${literal}`, `values eq ${literal}`, `values[value eq ${literal}]`]) {
        expect(await find(custom, filter)).toEqual([ids.first]);
      }
      const parts = ['co', 'sw', 'ew'].map((operator) => find(custom, `values ${operator} ${literal}`));
      for (const found of await Promise.all(parts)) expect(found).toContain(ids.first);
      if (text !== '') expect(await find(custom, `text co ${literal} or exact sw ${literal}`)).toEqual([ids.first]);
    },
  );

  it('asks for an attribute whatever its name is', async () => {
    await store(ids.first, { [odd]: 'x' });
    const filter = { kind: 'compare', path: odd, operator: 'eq', value: 'X' } as const;
    const values: unknown[] = [];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const condition = filterCondition(custom, checkedFilter(custom, filter), columns, bind);
    expect((await pool.query(`SELECT id FROM stored s WHERE ${condition}`, values)).rows).toHaveLength(1);
  });

  it('has nothing in its text that a request or a schema says', () => {
    const filter = `${userType.schema.id}:userName eq "zq1" or emails[type eq "zq2" and display pr].value co "zq3"
      or not (active eq true) or meta.resourceType eq "zq4" or id eq "zq5" or members[value eq "zq6"]`;
    for (const type of [userType, groupType]) {
      const { condition } = conditionOf(type, filter, withMembers);
      expect(condition).not.toMatch(/zq|emails|display|userName|active|User\b|Group\b/);
    }
  });

  it.each([
    String.raw`text eq "a\u0000"`,
    String.raw`text co "\u0000"`,
    String.raw`values[value sw "\u0000"]`,
    String.raw`id eq "\u0000"`,
    String.raw`exact gt "\ud800"`,
    'id eq "no id at all"',
    'meta.resourceType eq "User"',
  ])('finds nothing, and everything without it, by %s', async (filter) => {
    await store(ids.first, { text: 'a', values: ['a'], exact: 'a' });
    expect(await find(custom, filter)).toEqual([]);
    expect(await find(custom, `not (${filter})`)).toEqual([ids.first]);
  });

  it('compares what the server knows', async () => {
    await store(ids.first, {});
    await store(ids.second, {});
    expect(await find(custom, `id eq "${ids.second.toUpperCase()}"`)).toEqual([]);
    expect(await find(custom, `id pr and id eq "${ids.second}"`)).toEqual([ids.second]);
    for (const filter of [
      'meta.created eq "2026-01-31T13:00:00.5+01:00"',
      'meta.created gt "2026-01-31T12:00:00"',
      'meta.lastModified eq "2026-02-01T12:00:00Z"',
      'meta.lastModified lt "9999-12-31T23:59:59-23:59" and meta.lastModified gt "0001-01-01T00:00:00+14:00"',
      `meta.resourceType eq "Dev'ice"`,
      String.raw`meta.version eq "W/\"3\""`,
      'meta pr and meta[version pr and not (resourceType eq "x")]',
    ]) {
      expect([filter, await find(custom, filter)]).toEqual([filter, [ids.first, ids.second]]);
    }
  });

  it.each([
    ['meta.location eq "x"', withMembers],
    ['meta.version pr', { ...columns, version: undefined }],
    ['groups pr', columns],
    ['groups.display pr', withMembers],
    ['groups[$ref pr]', withMembers],
  ])('refuses %s where it is not known', (filter, on) => {
    expect(() => conditionOf(userType, filter, on)).toThrow(
      expect.objectContaining({ scimType: 'invalidFilter', message: expect.stringContaining('cannot be filtered by') }),
    );
  });

  it('never fails on what an older schema left', async () => {
    const noMoments = [
      '2026-02-30T00:00:00Z',
      '2026-01-31T24:00:00Z',
      '2026-01-31T12:00:60Z',
      '0000-01-01T00:00:00Z',
      '2026-01-31T12:+0::00',
      '2026-01-31T1a:00:00',
      '2026-01-31T12:00:00.Z',
      '2026-01-31T12:00:00.5z',
      '2026-01-31T12:00:00+01:60',
      '2026-01-31T12:00:00+24:00',
      '2026-01-31T12:00:00+1a:00',
      '2026-01-31T12:00:00*01:00',
      '2026-01-31T12:00:00ZZ',
      '2026-01-31T12:00:00.1 Z',
      ' 026-01-31T12:00:00Z',
      'now',
    ];
    const left = [...noMoments, 'é', 5, {}, [], null, true];
    for (const [index, on] of left.entries()) {
      await pool.query('TRUNCATE stored');
      await store(ids.first, { on, age: String(index), big: 'true', values: 'x', text: { value: 'x' } });
      for (const filter of ['on lt "9999-12-31T00:00:00Z"', 'age lt 1000', 'big eq true', 'text co ""']) {
        expect([filter, await find(custom, filter)]).toEqual([filter, []]);
        expect([filter, await find(custom, `not (${filter})`)]).toEqual([filter, [ids.first]]);
      }
      expect(await find(custom, 'values eq "x" and age ne 1 and big ne true and on ne "2026-01-31T00:00:00Z"')).toEqual(
        [ids.first],
      );
    }
  });

  it('finds groups by their members, and members by their groups', async () => {
    await store(ids.first, { displayName: 'First' });
    await store(ids.second, { displayName: 'Second' });
    await join(ids.first, ids.other, 'Adele');
    await join(ids.first, 'U', null);
    await join(ids.second, ids.other, 'Adele', true);
    await join(ids.other, ids.second, null);
    const inFirst = [
      `members eq "${ids.other}"`,
      `members.value eq "${ids.other}" and members eq "U"`,
      `members[value eq "${ids.other}" and type eq "user" and display sw "ad"]`,
      `members[value eq "U" and display eq null]`,
      'members pr',
      `id eq "${ids.first}" and members eq "U"`,
      'members[not (display pr)]',
    ];
    for (const filter of inFirst) expect([filter, await find(groupType, filter)]).toEqual([filter, [ids.first]]);
    expect(await find(groupType, 'not (members eq "U") or members[value eq "u"]')).toEqual([ids.second]);
    expect(await find(groupType, 'members[display eq "Adele" and value eq "U"]')).toEqual([]);
    expect(await find(userType, `groups eq "${ids.other}"`)).toEqual([ids.second]);
    expect(await find(userType, `not (groups[value eq "${ids.other}"])`)).toEqual([ids.first]);
  });
});
