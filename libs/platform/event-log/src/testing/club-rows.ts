import { type DomainEvent, FoldedRows, type Row, type RowChange, rowsOf, type RowsNeeded } from '@waybill/decider';
import { isDeepStrictEqual } from 'node:util';
import type { Collection, StoredRow } from '../collection';
import { roleOf, type Sql } from '../database';
import type { InlineReadModel } from '../handle/run-batch';
import { upsertRows } from '../insert-rows';
import type { LoggedEvent } from '../logged-event';
import type { Migration } from '../schema/migrations';
import { type ClubEvent, memberRows, type PersonEvent, personRows, rowChangesOf } from './club';
import { schema } from './log-fixture';

export const clubMigration: Migration = {
  name: 'Club1764000000100',
  statements: [
    `CREATE TABLE ${schema}.member_v1 (owner text, key text, rank text NOT NULL, PRIMARY KEY (owner, key))`,
    `CREATE TABLE ${schema}.person_v1 (owner text, key text, PRIMARY KEY (owner, key))`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.member_v1, ${schema}.person_v1 TO ${roleOf(schema)}`,
  ],
};

interface Place {
  readonly owner: string;
  readonly key: string;
}

/** A table of rows with an owner and a key, written with the events and read by the commands. */
const rowTable = (
  name: string,
  columns: readonly string[],
  rowsAfter: (event: ClubEvent | PersonEvent) => readonly (Place & { readonly row: Row | null })[],
): InlineReadModel & Collection => ({
  name,
  apply: async (tx, events: readonly LoggedEvent[]) => {
    const newest = new Map<string, Place & { row: Row | null }>();
    for (const event of events)
      for (const each of rowsAfter(event as unknown as ClubEvent))
        newest.set(JSON.stringify([each.owner, each.key]), each);
    const gone = [...newest.values()].filter(({ row }) => row === null);
    const there = [...newest.values()].filter(({ row }) => row !== null);
    await Promise.all([
      remove(tx, `${name}_v1`, gone),
      upsertRows(
        tx,
        { table: `${name}_v1`, key: ['owner', 'key'], columns: ['owner', 'key', ...columns] },
        there.map(({ owner, key, row }) => ({ owner, key, ...row })),
      ),
    ]);
  },
  read: async (tx, needed) => (await tx.query<StoredRow>(reading(name, columns, needed))).rows,
});

const remove = (tx: Sql, table: string, places: readonly Place[]) =>
  tx.query({
    name: `remove ${table}`,
    text: `DELETE FROM ${table} t USING unnest($1::text[], $2::text[]) AS gone (owner, key)
      WHERE t.owner = gone.owner AND t.key = gone.key`,
    values: [places.map(({ owner }) => owner), places.map(({ key }) => key)],
  });

/** Whole owners by the beginning of the primary key, single rows by all of it. */
function reading(name: string, columns: readonly string[], needed: readonly RowsNeeded[]) {
  const whole = needed.flatMap(({ owner, keys }) => (keys === 'all' ? [owner] : []));
  const single = needed.flatMap(({ owner, keys }) => (keys === 'all' ? [] : keys.map((key) => ({ owner, key }))));
  const row = `jsonb_build_object(${columns.map((column) => `'${column}', ${column}`).join(', ')}) AS row`;
  return {
    name: `rows of ${name}`,
    text: `SELECT owner, key, ${row} FROM ${name}_v1 WHERE owner = ANY ($1)
      UNION ALL
      SELECT owner, key, ${row} FROM ${name}_v1 JOIN unnest($2::text[], $3::text[]) AS asked (owner, key)
        USING (owner, key)`,
    values: [whole, single.map(({ owner }) => owner), single.map(({ key }) => key)],
  };
}

export const members = rowTable(memberRows, ['rank'], ({ type, data }) => {
  if (type !== 'test.members-changed') return [];
  const { club: owner, added, removed, rank } = data;
  return [...added.map((key) => ({ owner, key, row: { rank } })), ...removed.map((key) => ({ owner, key, row: null }))];
});

export const people = rowTable(personRows, [], ({ type, data }) => {
  if (type === 'test.entered') return [{ owner: data.job, key: data.person, row: {} }];
  if (type === 'test.deleted') return [{ owner: data.job, key: data.person, row: null }];
  return [];
});

export const storedRows = async (sql: Sql): Promise<RowChange[]> =>
  [...(await storedIn(sql, memberRows)), ...(await storedIn(sql, personRows))].sort(inOrder);

async function storedIn(sql: Sql, collection: string): Promise<RowChange[]> {
  const { rows } = await sql.query<StoredRow>({
    text: `SELECT owner, key, to_jsonb(t) - 'owner' - 'key' AS row FROM ${collection}_v1 t`,
  });
  return rows.map((row) => ({ collection, ...row }));
}

/** The rows that a log's events lead to; the oracle for those that are stored. */
export function foldedRows(events: readonly DomainEvent[]): RowChange[] {
  const changes = rowChangesOf(events);
  const rows = new FoldedRows().follow(changes);
  const places = new Map(changes.map((change) => [rowsOf(change), change]));
  return [...places.values()]
    .flatMap(({ collection, owner }) =>
      [...rows.all(collection, owner)].map(([key, row]) => ({ collection, owner, key, row })),
    )
    .sort(inOrder);
}

const inOrder = (one: RowChange, next: RowChange): number => (nameOf(one) < nameOf(next) ? -1 : 1);
const nameOf = ({ collection, owner, key }: RowChange): string => JSON.stringify([collection, owner, key]);

/** Changes of rows that changed nothing when their turn came: somebody decided without having seen the rows. */
export function needlessChanges(events: readonly DomainEvent[]): RowChange[] {
  const rows = new FoldedRows();
  return rowChangesOf(events).filter((change) => {
    const before = rows.get(change.collection, change.owner, change.key) ?? null;
    rows.follow([change]);
    return isDeepStrictEqual(before, change.row);
  });
}
