import { insertRows, type Migration, roleOf, type Subscription } from '@waybill/event-log';
import { entriesOf } from '../entries';
import { type KeptEvent, subjectOf, tellingOf, type ToldEvent } from '../../domain/telling';

export const provisioningLogTable = 'provisioning_log_v1';

export const provisioningLogMigration = (schema: string): Migration => ({
  name: 'ProvisioningLog1764000000102',
  statements: [
    `CREATE TABLE ${schema}.${provisioningLogTable} (
       id        uuid        PRIMARY KEY,
       at        timestamptz NOT NULL,
       job       text        NOT NULL,
       change_id text        NOT NULL,
       source_id text        NOT NULL,
       status    text        NOT NULL,
       event     jsonb       NOT NULL
     )`,
    `CREATE INDEX ON ${schema}.${provisioningLogTable} (at, id)`,
    `CREATE INDEX ON ${schema}.${provisioningLogTable} (job, at, id)`,
    `CREATE INDEX ON ${schema}.${provisioningLogTable} (source_id, at, id)`,
    `CREATE INDEX ON ${schema}.${provisioningLogTable} (change_id, at, id)`,
    `CREATE INDEX ON ${schema}.${provisioningLogTable} (status, at, id)`,
    `GRANT SELECT, INSERT ON ${schema}.${provisioningLogTable} TO ${roleOf(schema)}`,
  ],
});

/** One record a telling, as it happened: it never changes. What a change has besides is in its own read model. */
export const provisioningLog: Subscription = {
  name: provisioningLogTable,
  apply: async (tx, events) => {
    const rows = entriesOf(events).flatMap(({ job, data: entry }) => {
      const telling = tellingOf(entry);
      if (!telling) return [];
      const { type, version, data } = entry;
      const subject = subjectOf({ type, data } as unknown as ToldEvent);
      const event: KeptEvent = { type, version, data };
      return {
        id: entry.source.eventId,
        at: entry.source.recordedAt,
        job,
        change_id: subject.changeId,
        source_id: subject.id,
        status: telling.status,
        event,
      };
    });
    await insertRows(tx, provisioningLogTable, ['id', 'at', 'job', 'change_id', 'source_id', 'status', 'event'], rows);
  },
};
