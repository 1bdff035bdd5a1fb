/** A synchronization schema, as far as a test edits it. */
export interface Schema {
  synchronizationRules: {
    metadata: { key: string; value: string }[];
    objectMappings: {
      enabled: boolean;
      scope: object | null;
      attributeMappings: { targetAttributeName: string; source: object | null; [member: string]: unknown }[];
    }[];
  }[];
  [member: string]: unknown;
}

/** A scoping filter of one group. */
export const filter = (...clauses: [attribute: string, operator: string, ...values: string[]][]) => ({
  groups: [
    {
      name: 'test',
      clauses: clauses.map(([sourceOperandName, operatorName, ...values]) => ({
        sourceOperandName,
        operatorName,
        targetOperand: { values },
      })),
    },
  ],
  inputFilterGroups: [],
  categoryFilterGroups: [],
});

/** The mapping of users. */
export function usersOf(draft: Schema): Schema['synchronizationRules'][0]['objectMappings'][0] {
  const [users] = draft.synchronizationRules[0]?.objectMappings ?? [];
  if (!users) throw new Error('the schema has no mapping of users');
  return users;
}

/** The mapping of groups. */
export function groupsOf(draft: Schema): Schema['synchronizationRules'][0]['objectMappings'][0] {
  const [, groups] = draft.synchronizationRules[0]?.objectMappings ?? [];
  if (!groups) throw new Error('the schema has no mapping of groups');
  return groups;
}
