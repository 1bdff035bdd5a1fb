import type { Migration, Sql } from '@waybill/event-log';

/**
 * Whoever was told with an externalId is found in the log: its rows never change, where an index on the states would
 * cost each of their updates.
 */
export const externalIdsMigration = (schema: string): Migration => ({
  name: 'ExternalIds1764000000131',
  statements: [
    `CREATE INDEX event_log_external_id ON ${schema}.event_log (job, lower(data->'resource'->>'externalId'))
       WHERE type IN ('mapping.user-taken-in', 'mapping.group-taken-in')`,
  ],
});

const prefixes = { User: 'account-', Group: 'group-' } as const;

/** Directory ids of the users or groups of a job who have one of these externalIds now, in any case, by what was asked. */
export async function subjectsCalled(
  sql: Sql,
  job: string,
  type: keyof typeof prefixes,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql.query<{ asked: string; ids: string[] }>({
    name: 'subjects called',
    text: `SELECT asked, array_agg(DISTINCT substr(e.stream, length($3) + 1)) AS ids
      FROM unnest($2::text[]) AS asked
      JOIN event_log e ON e.type IN ('mapping.user-taken-in', 'mapping.group-taken-in') AND e.job = $1
        AND lower(e.data->'resource'->>'externalId') = lower(asked) AND starts_with(e.stream, $3)
      JOIN stream_state t ON t.stream = e.stream AND lower(t.state->'resource'->>'externalId') = lower(asked)
      GROUP BY asked`,
    values: [job, externalIds, prefixes[type]],
  });
  return new Map(rows.map(({ asked, ids }) => [asked, ids]));
}
