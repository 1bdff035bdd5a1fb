import { type Migration, roleOf, workListIndex, workListTable } from '@waybill/event-log';

const workTable = (table: string, schema: string): string[] => [
  workListTable(`${schema}.${table}`),
  workListIndex(`${schema}.${table}`),
  `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${table} TO ${roleOf(schema)}`,
];

/** The list of work, and how the rows of its older version become those of today. */
export const workMigrations = (schema: string): Migration[] => [
  { name: 'AccountWork1764000000100', statements: workTable('account_work_v1', schema) },
  {
    name: 'AccountWork1764000000103',
    statements: [
      ...workTable('account_work_v2', schema),
      `INSERT INTO ${schema}.account_work_v2
         (subject, job, version, priority, due_at, claimed_by, sending, sending_since, attempts, payload)
         SELECT subject, job, version, priority, due_at, claimed_by, sending, sending_since, attempts,
           payload || ${sinceValuesAlone('payload')} FROM ${schema}.account_work_v1`,
      // A process of the older release must fail here, and not keep work where nobody finds it.
      `DROP TABLE ${schema}.account_work_v1`,
      `UPDATE ${schema}.stream_state SET state = jsonb_set(state, '{newest}',
           state->'newest' || ${sinceValuesAlone(`(state->'newest')`)} || '{"loss": null}')
         WHERE decider = 'account' AND jsonb_typeof(state->'newest') = 'object'`,
    ],
  },
  {
    name: 'Work1764000000110',
    statements: [
      ...workTable('work_v3', schema),
      // The one that waits longest is found without looking at all that wait.
      `CREATE INDEX ON ${schema}.work_v3 (job, due_at)`,
      `CREATE INDEX ON ${schema}.work_v3 ((payload->>'heldFor')) WHERE payload->>'heldFor' IS NOT NULL`,
      `INSERT INTO ${schema}.work_v3
         (subject, job, version, priority, due_at, claimed_by, sending, sending_since, attempts, payload)
         SELECT subject, job, version, priority, due_at, claimed_by, sending, sending_since, attempts,
           payload || '{"kind": "account"}' FROM ${schema}.account_work_v2`,
      `DROP TABLE ${schema}.account_work_v2`,
      // The older release kept the link of an account that it had deleted, and no link in the state.
      `UPDATE ${schema}.account_link_v1 SET samanage_id = NULL WHERE applied IS NULL`,
      `UPDATE ${schema}.stream_state s SET state = jsonb_set(s.state, '{samanageId}', to_jsonb(l.samanage_id))
         FROM ${schema}.account_link_v1 l
         WHERE s.decider = 'account' AND s.stream = 'account-' || l.user_id AND l.samanage_id IS NOT NULL`,
    ],
  },
];

/** What was added to a desired state when it was the values alone: `accountDesiredFromV1` of the contracts in SQL. */
const sinceValuesAlone = (desired: string): string => `jsonb_build_object(
  'allowed', '{"create": true, "update": true, "delete": true}'::jsonb,
  'account', CASE WHEN jsonb_typeof(${desired}->'account') = 'object' THEN jsonb_build_object(
    'values', ${desired}->'account',
    'onCreation', '{}'::jsonb,
    'ifEmpty', '{}'::jsonb,
    'alwaysSent', '[]'::jsonb,
    'matching', jsonb_build_array(jsonb_build_object('attribute', 'email', 'value', ${desired}#>'{account,email}')),
    'redacted', '[]'::jsonb) ELSE 'null' END)`;
