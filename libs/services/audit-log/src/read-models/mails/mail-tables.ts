import { type Migration, roleOf } from '@waybill/event-log';

export const mailTable = 'mail_v1';
export const noticeStateTable = 'notice_state_v1';
export const scimTokenTable = 'scim_token_v1';

/**
 * The mails themselves are the list of work of whoever sends them: one with `due_at` is still to be sent, or to be
 * tried again.
 */
export const mailsMigration = (schema: string): Migration => ({
  name: 'Mails1764000000300',
  statements: [
    `CREATE TABLE ${schema}.${mailTable} (
       id         uuid        PRIMARY KEY,
       job        text        NOT NULL,
       kind       text        NOT NULL,
       dedupe_key text        NOT NULL UNIQUE,
       at         timestamptz NOT NULL,
       subject    text        NOT NULL,
       body       text        NOT NULL,
       recipients text[]      NOT NULL,
       due_at     timestamptz,
       attempts   int         NOT NULL DEFAULT 0,
       sent_at    timestamptz,
       last_error text
     )`,
    `CREATE INDEX ON ${schema}.${mailTable} (due_at) WHERE due_at IS NOT NULL`,
    `CREATE INDEX ON ${schema}.${mailTable} (job, at, id)`,
    `CREATE TABLE ${schema}.${noticeStateTable} (
       job          text   PRIMARY KEY,
       position     bigint NOT NULL,
       heard_at     timestamptz,
       silent_since timestamptz,
       state        jsonb  NOT NULL
     ) WITH (fillfactor = 50)`,
    `CREATE TABLE ${schema}.${scimTokenTable} (
       token_id   uuid    PRIMARY KEY,
       job        text    NOT NULL,
       label      text,
       expires_at timestamptz,
       revoked    boolean NOT NULL DEFAULT false
     )`,
    `CREATE INDEX ON ${schema}.${scimTokenTable} (expires_at) WHERE NOT revoked`,
    ...[mailTable, noticeStateTable, scimTokenTable].map(
      (table) => `GRANT SELECT, INSERT, UPDATE ON ${schema}.${table} TO ${roleOf(schema)}`,
    ),
  ],
});
