import type { Migration } from '@waybill/event-log';

/**
 * The states of users as a release left them that knew no rules but the defaults: what was wanted was bare values, without
 * the change that wanted them, and a change that waited was always one that was parked. Brings them to what the same
 * events come to today.
 */
export const subjectStatesMigration = (schema: string): Migration => ({
  name: 'SubjectStates1764000000117',
  statements: [
    `UPDATE ${schema}.stream_state t SET state = (t.state - 'parked' - 'everDesired') || jsonb_build_object(
       'waiting', CASE WHEN jsonb_typeof(t.state->'parked') = 'object'
         THEN jsonb_build_object('kind', 'parked') || (t.state->'parked') ELSE 'null'::jsonb END,
       'lastDesired', coalesce((SELECT jsonb_build_object(
           'changeId', e.data->'changeId',
           'presence', e.data->'presence',
           'allowed', '{"create": true, "update": true, "delete": true}'::jsonb,
           'account', CASE WHEN jsonb_typeof(t.state->'lastDesired') = 'object' THEN jsonb_build_object(
               'values', t.state->'lastDesired', 'onCreation', '{}'::jsonb, 'ifEmpty', '{}'::jsonb,
               'alwaysSent', '[]'::jsonb, 'redacted', '[]'::jsonb, 'matching', jsonb_build_array(
                 jsonb_build_object('attribute', 'email', 'value', t.state->'lastDesired'->'email')))
             ELSE 'null'::jsonb END)
         FROM ${schema}.event_log e WHERE e.stream = t.stream AND e.type = 'mapping.account-desired'
         ORDER BY e.stream_version DESC LIMIT 1), 'null'::jsonb))
       WHERE starts_with(t.stream, 'account-') AND t.state ? 'everDesired'`,
  ],
});
