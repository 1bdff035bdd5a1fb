import { type InlineReadModel, type Migration, roleOf, upsertRows } from '@waybill/event-log';
import type { SubjectEvent } from '../../domain/subject-state';

export const parkedChangesTable = 'parked_change_v1';

export const parkedChangesMigration = (schema: string): Migration => ({
  name: 'ParkedChanges1764000000101',
  statements: [
    `CREATE TABLE ${schema}.${parkedChangesTable} (
       change_id uuid PRIMARY KEY,
       job       text NOT NULL,
       user_id   uuid NOT NULL,
       code      text NOT NULL,
       reason    text NOT NULL
     )`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${parkedChangesTable} TO ${roleOf(schema)}`,
  ],
});

/** The changes that could not be evaluated and wait here. */
export const parkedChanges: InlineReadModel = {
  name: parkedChangesTable,
  apply: async (tx, events) => {
    const parked: object[] = [];
    const ended: string[] = [];
    for (const event of events) {
      const { type, data } = event as unknown as SubjectEvent;
      if (type === 'mapping.change-superseded') ended.push(data.changeId);
      if (type !== 'mapping.change-parked') continue;
      const { changeId, userId, code, reason } = data;
      parked.push({ change_id: changeId, job: event.job, user_id: userId, code, reason });
    }
    const columns = ['change_id', 'job', 'user_id', 'code', 'reason'];
    await upsertRows(tx, { table: parkedChangesTable, key: ['change_id'], columns }, parked);
    if (ended.length === 0) return;
    const text = `DELETE FROM ${parkedChangesTable} WHERE change_id = ANY ($1)`;
    await tx.query({ name: 'end parked', text, values: [ended] });
  },
};
