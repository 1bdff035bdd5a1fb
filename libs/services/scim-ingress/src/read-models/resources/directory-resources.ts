import type { DirectoryWrite } from '@waybill/contracts';
import {
  type Collection,
  type InlineReadModel,
  type Migration,
  roleOf,
  type Sql,
  upsertRows,
} from '@waybill/event-log';
import { builtInTypes, lookupKeysOf, type Resource, type ResourceType } from '@waybill/scim';
import { directory, resourceRows } from '../../domain/resources/directory-members';
import { streamOf } from '../../domain/resources/family';
import { readEndpoints } from '../endpoints/read-endpoints';

export const resourcesTable = 'directory_resource_v1';

/**
 * The index of all directory resources; what they are stands in their state rows, which are written with the same
 * commit. Ids grow with time, so that the primary key is also the order of lists.
 */
export const directoryResourcesMigration = (schema: string): Migration => ({
  name: 'DirectoryResources1764000000110',
  statements: [
    `CREATE TABLE ${schema}.${resourcesTable} (
       job    text   NOT NULL,
       type   text   NOT NULL,
       id     uuid   NOT NULL,
       stream text   NOT NULL,
       keys   text[] NOT NULL,
       PRIMARY KEY (job, type, id)
     ) WITH (fillfactor = 90)`,
    // Without a list of what is to be indexed later, the writer pays a little and no reader anything.
    `CREATE INDEX ON ${schema}.${resourcesTable} USING gin (keys) WITH (fastupdate = off)`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${resourcesTable} TO ${roleOf(schema)}`,
  ],
});

/** By which texts each resource is found, as of the last commit. */
export const directoryResources: InlineReadModel = {
  name: resourcesTable,
  apply: async (tx, events) => {
    const last = lastOfEach(events as unknown as readonly Event[]);
    const written = last.filter((change): change is Written => change.resource !== null);
    const gone = last.filter(({ resource }) => resource === null);
    const typeOf = await typesFor(tx, written);
    const rows = written.map((change) => rowOf(change, typeOf(change)));
    await Promise.all([upsertRows(tx, target, rows), remove(tx, gone)]);
  },
};

/** Which resources there are, or were: whoever joins a group is looked up by his state. */
export const resourceCollection: Collection = {
  name: resourceRows,
  read: async (tx, needed) => {
    const ids = needed.flatMap(({ keys }) => (keys === 'all' ? [] : keys));
    const { rows } = await tx.query<{ id: string; job: string; type: string; deleted: boolean }>({
      name: 'existence to decide on',
      // One index look-up each: however many there are, the planner must not read them all.
      text: `SELECT asked.id, s.state->>'jobId' AS job, s.state->>'resourceType' AS type,
          s.state->>'resource' IS NULL AS deleted
        FROM unnest($1::text[]) AS asked (id)
        CROSS JOIN LATERAL (SELECT state FROM stream_state
          WHERE stream IN ('user-' || asked.id, 'group-' || asked.id) OFFSET 0) s`,
      values: [ids],
    });
    return rows.map(({ id, ...row }) => ({ owner: directory, key: id, row }));
  },
};

type Event = DirectoryWrite & { readonly job: string };

/** What a batch leaves of a resource; null where it was deleted. */
interface LastChange {
  readonly job: string;
  readonly type: string;
  readonly id: string;
  readonly resource: Resource | null;
}

type Written = LastChange & { readonly resource: Resource };

function lastOfEach(events: readonly Event[]): LastChange[] {
  const last = new Map<string, LastChange>();
  for (const event of events) {
    const change = changeOf(event);
    if (change) last.set(change.id, change);
  }
  return [...last.values()];
}

function changeOf({ type, data, job }: Event): LastChange | undefined {
  if (type === 'directory.members-changed' || !('resource' in data || type.endsWith('-deleted'))) return undefined;
  const resource = 'resource' in data ? (data.resource as Resource) : null;
  if ('userId' in data) return { job, type: 'User', id: data.userId, resource };
  if ('groupId' in data) return { job, type: 'Group', id: data.groupId, resource };
  return { job, type: data.resourceType, id: data.resourceId, resource };
}

/** The types that changes are of; a job's own are read only where one of them shows. */
async function typesFor(tx: Sql, written: readonly Written[]): Promise<(change: Written) => ResourceType | undefined> {
  const jobs = written.filter(usesOwnSchemas).map(({ job }) => job);
  const endpoints = jobs.length > 0 ? await readEndpoints(tx, jobs) : undefined;
  return ({ job, type }) => (endpoints?.get(job)?.types ?? builtInTypes).find(({ name }) => name === type);
}

const builtInUrns = builtInTypes.flatMap((type) => type.schemaExtensions.map(({ schema }) => schema.id));

const usesOwnSchemas = ({ type, resource }: Written): boolean =>
  builtInTypes.every(({ name }) => name !== type) ||
  Object.keys(resource).some((name) => name.startsWith('urn:') && !builtInUrns.includes(name));

const target = { table: resourcesTable, key: ['job', 'type', 'id'], columns: ['job', 'type', 'id', 'stream', 'keys'] };

const rowOf = ({ job, type, id, resource }: Written, resourceType: ResourceType | undefined): object => ({
  job,
  type,
  id,
  stream: streamOf(type, id),
  keys: resourceType ? lookupKeysOf(resourceType, resource) : [],
});

async function remove(tx: Sql, gone: readonly LastChange[]): Promise<void> {
  if (gone.length === 0) return;
  const rows = gone.map(({ job, type, id }) => ({ job, type, id }));
  await tx.query({
    name: 'remove resources',
    text: `DELETE FROM ${resourcesTable} d USING json_to_recordset($1) AS gone (job text, type text, id uuid)
      WHERE d.job = gone.job AND d.type = gone.type AND d.id = gone.id`,
    values: [JSON.stringify(rows)],
  });
}
