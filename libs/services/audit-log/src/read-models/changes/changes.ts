import type { EntryRecorded } from '@waybill/contracts';
import { type Migration, roleOf, type Sql, type Subscription } from '@waybill/event-log';
import { bothParts, type ChangeParts, courseOf } from '../../domain/change-course';
import type { Outcome } from '../../domain/telling';
import { type Entries, entriesOf } from '../entries';
import { keepPositions, keepTallies } from '../tallies/tallies';
import { mergedParts } from './merged-parts';

export const changesTable = 'change_v2';

export const changesMigration = (schema: string): Migration => ({
  name: 'Changes1764000000200',
  statements: [
    `CREATE TABLE ${schema}.${changesTable} (
       change_id        uuid   PRIMARY KEY,
       job              text   NOT NULL,
       opened_by        text,
       opened_position  bigint,
       desired_position bigint,
       outcome          text,
       ended_by         text,
       ended_position   bigint,
       parts            jsonb  NOT NULL
     ) WITH (fillfactor = 70)`,
    `CREATE INDEX ON ${schema}.${changesTable} (job, ended_by, ended_position, outcome)`,
    `CREATE INDEX ON ${schema}.${changesTable} (job, opened_by, opened_position)`,
    `CREATE INDEX ON ${schema}.${changesTable} (job, desired_position)`,
    `GRANT SELECT, INSERT, UPDATE ON ${schema}.${changesTable} TO ${roleOf(schema)}`,
  ],
});

interface ChangeRow {
  change_id: string;
  job: string;
  opened_by: string | null;
  opened_position: number | null;
  desired_position: number | null;
  outcome: Outcome | null;
  ended_by: string | null;
  ended_position: number | null;
  parts: ChangeParts;
}

type Entry = EntryRecorded['data'];

/**
 * What is known of each change: how it began, that it was passed on, and how it ended. Entries of different services
 * arrive in any order, so each brings its own part and none looks at what is there. Only what one stream of the connector
 * tells bit by bit is put together, in its order.
 */
export const changes: Subscription = {
  name: changesTable,
  apply: async (tx, events) => {
    const entries = entriesOf(events);
    await mergeChanges(tx, entries);
    await keepTallies(tx, entries);
    await keepPositions(tx, entries);
  },
};

async function mergeChanges(tx: Sql, entries: Entries): Promise<void> {
  const rows = new Map<string, ChangeRow>();
  for (const event of entries) {
    const part = partOf(event.data);
    const changeId = event.data.data.changeId;
    if (!part || typeof changeId !== 'string') continue;
    const before = rows.get(changeId) ?? emptyRow(changeId, event.job);
    rows.set(changeId, { ...before, ...part, parts: bothParts(before.parts, part.parts ?? {}) });
  }
  if (rows.size === 0) return;
  await tx.query({
    name: `merge ${changesTable}`,
    text: `INSERT INTO ${changesTable} AS c SELECT * FROM json_populate_recordset(NULL::${changesTable}, $1)
        ON CONFLICT (change_id) DO UPDATE SET
          opened_by = coalesce(c.opened_by, excluded.opened_by),
          opened_position = coalesce(c.opened_position, excluded.opened_position),
          desired_position = coalesce(c.desired_position, excluded.desired_position),
          outcome = coalesce(c.outcome, excluded.outcome),
          ended_by = coalesce(c.ended_by, excluded.ended_by),
          ended_position = coalesce(c.ended_position, excluded.ended_position),
          parts = ${mergedParts}`,
    values: [JSON.stringify([...rows.values()])],
  });
}

const emptyRow = (change_id: string, job: string): ChangeRow => ({
  change_id,
  job,
  opened_by: null,
  opened_position: null,
  desired_position: null,
  outcome: null,
  ended_by: null,
  ended_position: null,
  parts: {},
});

function partOf({ type, data, source }: Entry): Partial<ChangeRow> | undefined {
  const { service, position, recordedAt } = source;
  const { opens, passedOn, outcome, parts } = courseOf({ type, data }, recordedAt);
  const part = {
    ...(opens && { opened_by: service, opened_position: position }),
    ...(passedOn && { desired_position: position }),
    ...(outcome && { outcome, ended_by: service, ended_position: position }),
  };
  const saysNothing = Object.keys(part).length === 0 && Object.keys(parts).length === 0;
  return saysNothing ? undefined : { ...part, parts };
}
