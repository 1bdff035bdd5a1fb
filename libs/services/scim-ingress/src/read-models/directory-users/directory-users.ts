import type { UserEvent } from '../../domain/user';
import { type InlineReadModel, type Migration, roleOf, type Sql, upsertRows } from '@waybill/event-log';
import type { Resource } from '@waybill/scim';
import { lookupKeys } from '../../domain/directory-user';

export const directoryUsersTable = 'directory_user_v1';

export const directoryUsersMigration = (schema: string): Migration => ({
  name: 'DirectoryUsers1764000000100',
  statements: [
    `CREATE TABLE ${schema}.${directoryUsersTable} (
       id            uuid        PRIMARY KEY,
       job           text        NOT NULL,
       user_name     text        NOT NULL,
       external_id   text,
       manager       text,
       resource      jsonb       NOT NULL,
       created       timestamptz NOT NULL,
       last_modified timestamptz NOT NULL,
       version       integer     NOT NULL
     ) WITH (fillfactor = 80)`,
    `CREATE INDEX ON ${schema}.${directoryUsersTable} (job, user_name)`,
    `CREATE INDEX ON ${schema}.${directoryUsersTable} (job, external_id) WHERE external_id IS NOT NULL`,
    `CREATE INDEX ON ${schema}.${directoryUsersTable} (job, manager) WHERE manager IS NOT NULL`,
    `CREATE INDEX ON ${schema}.${directoryUsersTable} (job, created, id)`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${directoryUsersTable} TO ${roleOf(schema)}`,
  ],
});

/** The directory users, as of the last commit: whoever has his 2xx finds what he wrote. */
export const directoryUsers: InlineReadModel = {
  name: directoryUsersTable,
  apply: async (tx, events) => {
    const rows = new Map<string, object | null>();
    const created = new Map<string, string>();
    for (const event of events) {
      const { type, data } = event as unknown as UserEvent;
      if (!type.startsWith('directory.user-')) continue;
      if (type === 'directory.user-created') created.set(data.userId, data.at);
      const row = type === 'directory.user-deleted' ? null : rowOf(event, data, created.get(data.userId) ?? data.at);
      rows.set(data.userId, row);
    }
    if (rows.size > 0) await write(tx, rows);
  },
};

const rowOf = (
  { job, streamVersion }: { job: string; streamVersion: number },
  { userId, resource, at }: { userId: string; resource: unknown; at: string },
  created: string,
): object => {
  const { userName, externalId, manager } = lookupKeys(resource as Resource);
  const keys = { id: userId, job, user_name: userName, external_id: externalId, manager };
  return { ...keys, resource, created, last_modified: at, version: streamVersion };
};

async function write(tx: Sql, rows: ReadonlyMap<string, object | null>): Promise<void> {
  const gone = [...rows].flatMap(([id, row]) => (row === null ? [id] : []));
  if (gone.length > 0) {
    const text = `DELETE FROM ${directoryUsersTable} WHERE id = ANY ($1)`;
    await tx.query({ name: 'delete users', text, values: [gone] });
  }
  const columns = [
    'id',
    'job',
    'user_name',
    'external_id',
    'manager',
    'resource',
    'created',
    'last_modified',
    'version',
  ];
  // `created` is as old as the row.
  const target = { table: directoryUsersTable, key: ['id'], columns, keep: ['created'] };
  await upsertRows(
    tx,
    target,
    [...rows.values()].flatMap((row) => row ?? []),
  );
}
