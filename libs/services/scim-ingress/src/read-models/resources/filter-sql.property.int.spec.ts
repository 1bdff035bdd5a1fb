import {
  checkedFilter,
  groupType,
  holds,
  printFilter,
  type Resource,
  type ResourceType,
  userType,
} from '@waybill/scim';
import { createTestDatabase, type TestDatabase } from '@waybill/testing';
import fc from 'fast-check';
import { Pool } from 'pg';
import type { FilterColumns } from './filter-columns';
import { filterOf, id, ids } from '../../testing/filter-random-filters';
import { customType, resourceOf, text } from '../../testing/filter-random-resources';
import { filterCondition } from './filter-sql';

interface Row {
  readonly id: string;
  readonly resource: Resource;
  readonly created: string;
  readonly last_modified: string;
  readonly version: number;
}

/** That somebody is in a group. */
interface MemberRow {
  readonly group_id: string;
  readonly member: string;
  readonly type: string | null;
  readonly display: string | null;
  readonly departed: boolean;
}

const memberRows: fc.Arbitrary<MemberRow[]> = fc.uniqueArray(
  fc.record({
    group_id: id,
    member: fc.oneof(
      { weight: 5, arbitrary: id },
      text.map((name) => `nobody ${name}`),
    ),
    type: fc.constantFrom('User', 'Group', null),
    display: fc.option(text),
    departed: fc.boolean(),
  }),
  { selector: ({ group_id, member }) => `${group_id} ${member}`, maxLength: 12 },
);

// The moments of the server's own are all of a kind, to the microsecond.
const moment = fc.constantFrom('2026-01-31T12:00:00.000400Z', '2026-01-31T12:00:00Z', '2026-01-31T12:00:00.100900Z');

const rowsOf = (type: ResourceType): fc.Arbitrary<Row[]> =>
  fc
    .array(
      fc.record({
        resource: resourceOf(type),
        created: moment,
        last_modified: moment,
        version: fc.constantFrom(1, 2),
      }),
      { minLength: 1, maxLength: ids.length },
    )
    .map((rows) => rows.map((row, index) => ({ id: ids[index] as string, ...row })));

const columns: FilterColumns = {
  resource: 'r.resource',
  id: 'r.id',
  created: 'r.created',
  lastModified: 'r.last_modified',
  version: `'W/"' || r.version || '"'`,
  apart: {
    members: {
      from: 'in_group AS m',
      where: 'm.group_id = r.id AND NOT m.departed',
      values: { value: 'm.member', type: 'm.type', display: 'm.display' },
    },
  },
  derived: {
    groups: {
      from: 'in_group AS m',
      where: 'm.member = r.id::text AND NOT m.departed',
      values: { value: 'm.group_id', type: `'direct'`, display: 'm.display' },
    },
  },
};

/** A resource with all that a filter may ask for. */
function whole({ name, apart, memberOf }: ResourceType, row: Row, inGroups: readonly MemberRow[]): Resource {
  const there = inGroups.filter(({ departed }) => !departed);
  const members = there.filter(({ group_id }) => group_id === row.id);
  const groups = there.filter(({ member }) => member === row.id);
  const { created, last_modified: lastModified, version } = row;
  return {
    ...row.resource,
    id: row.id,
    meta: { resourceType: name, created, lastModified, version: `W/"${version}"` },
    ...(apart && { [apart]: members.map(({ member, type, display }) => assigned({ value: member, type, display })) }),
    ...(memberOf && {
      [memberOf]: groups.map(({ group_id, display }) => assigned({ value: group_id, type: 'direct', display })),
    }),
  };
}

const assigned = (members: Readonly<Record<string, string | null>>): Resource =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));

describe('a filter in SQL', () => {
  let database: TestDatabase;
  let pool: Pool;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = new Pool({ connectionString: database.url, max: 1 });
    await pool.query(`CREATE TABLE directory_resource (id uuid PRIMARY KEY, resource jsonb NOT NULL,
      created timestamptz NOT NULL, last_modified timestamptz NOT NULL, version integer NOT NULL)`);
    await pool.query(`CREATE TABLE in_group (group_id uuid NOT NULL, member text NOT NULL, type text, display text,
      departed boolean NOT NULL)`);
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  async function store(rows: readonly Row[], inGroups: readonly MemberRow[]): Promise<void> {
    await pool.query('TRUNCATE directory_resource, in_group');
    for (const [table, all] of [
      ['directory_resource', rows],
      ['in_group', inGroups],
    ] as const) {
      const text = `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1)`;
      await pool.query(text, [JSON.stringify(all)]);
    }
  }

  it.each([
    ['users', userType],
    ['groups', groupType],
    ['resources of every type of attribute', customType],
  ])('finds the %s that it finds in memory', async (_, type) => {
    const asked = fc.tuple(rowsOf(type), memberRows, fc.array(filterOf(type), { minLength: 20, maxLength: 20 }));
    await fc.assert(
      fc.asyncProperty(asked, async ([rows, inGroups, filters]) => {
        await store(rows, inGroups);
        for (const filter of filters) {
          const checked = checkedFilter(type, filter);
          const values: unknown[] = [];
          const condition = filterCondition(type, checked, columns, (value) => `$${values.push(value)}`);
          const statement = `SELECT id FROM directory_resource r WHERE ${condition} ORDER BY id`;
          const found = await pool.query<{ id: string }>(statement, values);
          const expected = rows.filter((row) => holds(checked, whole(type, row, inGroups))).map((row) => row.id);
          expect([printFilter(filter), found.rows.map((row) => row.id)]).toEqual([printFilter(filter), expected]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
