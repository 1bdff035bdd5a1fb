import type { Migration } from '@waybill/event-log';
import { enterpriseUserSchema } from '@waybill/scim';
import { resourcesTable } from './directory-resources';

const enterprise = enterpriseUserSchema.id;

/** As `foldCase` does it. */
const folded = (text: string): string => `lower(normalize(${text}) COLLATE "pg_unicode_fast")`;

/**
 * Users that were stored before there were groups: their states say what their events now say, their names are claimed
 * as those of users, and they are found by keys.
 */
export const resourceStatesMigration = (schema: string): Migration => ({
  name: 'ResourceStates1764000000112',
  statements: [
    `UPDATE ${schema}.stream_state SET state = state || jsonb_build_object(
         'resourceType', 'User',
         'version', version,
         'unique', CASE WHEN state->>'resource' IS NULL THEN '[]'::jsonb
           ELSE jsonb_build_array('userName:' || ${folded(`state->'resource'->>'userName'`)}) END)
       WHERE decider = 'user' AND NOT state ? 'unique'`,
    `UPDATE ${schema}.claim SET key = regexp_replace(key, '^userName:([^:/]*):', 'userName:\\1/User:userName:')
       WHERE key ~ '^userName:[^:/]*:'`,
    `INSERT INTO ${schema}.${resourcesTable} (job, type, id, stream, keys)
       SELECT state->>'jobId', 'User', substr(stream, 6)::uuid, stream, array_remove(ARRAY[
           'userName=' || ${folded(`state->'resource'->>'userName'`)},
           'externalId=' || (state->'resource'->>'externalId'),
           'displayName=' || ${folded(`state->'resource'->>'displayName'`)},
           '${enterprise}:manager.value=' || (state->'resource'->'${enterprise}'->'manager'->>'value')], NULL)
         || ARRAY(SELECT DISTINCT 'emails.value=' || ${folded(`email->>'value'`)}
             FROM jsonb_array_elements(coalesce(state->'resource'->'emails', '[]')) AS email WHERE email ? 'value')
       FROM ${schema}.stream_state WHERE decider = 'user' AND state->>'resource' IS NOT NULL`,
    `DROP TABLE IF EXISTS ${schema}.directory_user_v1`,
  ],
});
