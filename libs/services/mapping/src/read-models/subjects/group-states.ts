import type { Migration } from '@waybill/event-log';

/** The states of groups as a release left them that did not remember which change wanted what is wanted. */
export const groupStatesMigration = (schema: string): Migration => ({
  name: 'GroupStates1764000000132',
  statements: [
    `UPDATE ${schema}.stream_state t SET state = jsonb_set(t.state, '{lastDesired,changeId}', d.change_id)
       FROM (SELECT DISTINCT ON (stream) stream, data->'changeId' AS change_id FROM ${schema}.event_log
         WHERE type = 'mapping.group-desired' ORDER BY stream, stream_version DESC) d
       WHERE t.stream = d.stream AND jsonb_typeof(t.state->'lastDesired') = 'object'`,
  ],
});
