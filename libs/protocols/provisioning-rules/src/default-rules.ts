import type { AttributeMapping, RuleSet } from './rule-set';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/**
 * What a user becomes at Samanage unless an admin says otherwise (samanage-api.md §6.3). Each attribute stands where
 * Azure AD's default mappings write it (entra-provisioning.md §3.6); the office is looked for under `work` first and
 * then under `other`, where those mappings put it.
 */
export const defaultUserMappings: readonly AttributeMapping[] = [
  {
    target: 'email',
    // A user principal name that is no mailbox, as every guest's, counts as empty here: the target decides.
    source: { type: 'first-non-empty', attributes: ['userName', 'emails[type eq "work"].value'] },
    matchingPriority: 1,
  },
  { target: 'name', source: { type: 'first-non-empty', attributes: ['displayName', 'name.formatted'] } },
  { target: 'title', source: { type: 'direct', attribute: 'title' } },
  { target: 'phone', source: { type: 'direct', attribute: 'phoneNumbers[type eq "work"].value' } },
  { target: 'mobile_phone', source: { type: 'direct', attribute: 'phoneNumbers[type eq "mobile"].value' } },
  { target: 'department', source: { type: 'direct', attribute: `${enterprise}:department` } },
  {
    target: 'site',
    source: {
      type: 'first-non-empty',
      attributes: ['addresses[type eq "work"].formatted', 'addresses[type eq "other"].formatted'],
    },
  },
  { target: 'reports_to', source: { type: 'direct', attribute: `${enterprise}:manager.value` } },
  {
    target: 'role',
    source: { type: 'first-non-empty', attributes: ['roles[primary eq true].value', 'roles.value'] },
    // A paid role is never guessed (samanage-api.md §2.5).
    defaultValue: 'Requester',
  },
];

export const defaultRules: RuleSet = { users: { scope: 'all', attributeMappings: defaultUserMappings } };
