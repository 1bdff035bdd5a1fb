import { defaultSchema, type FilterGroup } from '@waybill/provisioning-rules';

interface Editable {
  synchronizationRules: {
    metadata: { key: string; value: string }[];
    objectMappings: { enabled: boolean; scope: object | null }[];
  }[];
}

/** The default schema, edited. */
export function schemaWith(edit: {
  readonly settings?: Readonly<Record<string, string>>;
  /** Scoping filter of users. */
  readonly groups?: readonly FilterGroup[];
  /** Groups are switched on, with this filter. */
  readonly groupFilter?: readonly FilterGroup[];
}): object {
  const schema = structuredClone(defaultSchema) as unknown as Editable;
  const [rule] = schema.synchronizationRules;
  const [users, groups] = rule?.objectMappings ?? [];
  if (!rule || !users || !groups) throw new Error('the default schema has two object mappings');
  rule.metadata = Object.entries(edit.settings ?? {}).map(([key, value]) => ({ key, value }));
  users.scope = filterOf(edit.groups);
  groups.enabled = edit.groupFilter !== undefined;
  groups.scope = filterOf(edit.groupFilter);
  return schema;
}

const filterOf = (groups: readonly FilterGroup[] | undefined) =>
  groups ? { groups, inputFilterGroups: [], categoryFilterGroups: [] } : null;

/** A filter group of one clause. */
export const clause = (sourceOperandName: string, operatorName: string, ...values: string[]): FilterGroup => ({
  name: `${sourceOperandName} ${operatorName}`,
  clauses: [{ sourceOperandName, operatorName, targetOperand: { values } }],
});
