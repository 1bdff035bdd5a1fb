/**
 * The tables that every log has, in the schema of the service that owns it. The service's role may insert into
 * `event_log` and read it; nothing else is granted on it, to anybody (architecture §4).
 */
export const logTables = (schema: string, role: string): string[] => [
  `CREATE TABLE ${schema}.event_log (
     position       bigint      PRIMARY KEY,
     job            text        NOT NULL,
     job_position   bigint      NOT NULL,
     stream         text        NOT NULL,
     stream_version integer     NOT NULL,
     id             uuid        NOT NULL,
     type           text        NOT NULL,
     version        integer     NOT NULL,
     data           jsonb       NOT NULL,
     metadata       jsonb       NOT NULL,
     recorded_at    timestamptz NOT NULL,
     CONSTRAINT event_log_stream UNIQUE (stream, stream_version),
     CONSTRAINT event_log_id UNIQUE (id),
     CONSTRAINT event_log_job UNIQUE (job, job_position)
   )`,
  `CREATE TABLE ${schema}.stream_state (
     stream  text    PRIMARY KEY,
     decider text    NOT NULL,
     version integer NOT NULL,
     state   jsonb
   ) WITH (fillfactor = 80)`,
  `CREATE TABLE ${schema}.claim (
     key    text PRIMARY KEY,
     stream text NOT NULL
   )`,
  `CREATE TABLE ${schema}.inbox (
     consumer text    NOT NULL,
     stream   text    NOT NULL,
     version  integer NOT NULL,
     event_id uuid    NOT NULL,
     PRIMARY KEY (consumer, stream)
   ) WITH (fillfactor = 80)`,
  `CREATE TABLE ${schema}.confirmed_position (
     consumer text   NOT NULL,
     source   text   NOT NULL,
     position bigint NOT NULL,
     event_id uuid   NOT NULL,
     awaited  bigint NOT NULL,
     PRIMARY KEY (consumer, source)
   ) WITH (fillfactor = 50)`,
  `CREATE TABLE ${schema}.held_message (
     consumer        text        NOT NULL,
     stream          text        NOT NULL,
     version         integer     NOT NULL,
     message         jsonb       NOT NULL,
     reason          text        NOT NULL,
     follows         boolean     NOT NULL,
     attempts        integer     NOT NULL,
     held_at         timestamptz NOT NULL DEFAULT now(),
     next_attempt_at timestamptz NOT NULL,
     PRIMARY KEY (consumer, stream, version)
   )`,
  `CREATE TABLE ${schema}.subscription (
     name       text        PRIMARY KEY,
     position   bigint      NOT NULL,
     stopped_by text,
     moved_at   timestamptz NOT NULL DEFAULT now()
   ) WITH (fillfactor = 50)`,
  `CREATE TABLE ${schema}.writer_epoch (
     name  text   PRIMARY KEY,
     epoch bigint NOT NULL
   )`,
  `GRANT USAGE ON SCHEMA ${schema} TO ${role}`,
  `GRANT SELECT, INSERT ON ${schema}.event_log TO ${role}`,
  ...['stream_state', 'claim', 'inbox', 'confirmed_position', 'held_message', 'subscription', 'writer_epoch'].map(
    (table) => `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${table} TO ${role}`,
  ),
];
