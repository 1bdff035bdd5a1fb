import { byName, type ComparableRecord, comparableMetadata, plain } from './comparable';
import { comparableDirectory } from './comparable-directory';
import { comparableScope } from './comparable-scope';
import { expressionText } from './expression-text';
import { settingKeys, settingsIn } from './job-settings';
import {
  type AttributeMapping,
  type MetadataEntry,
  type ObjectMapping,
  objectFlows,
  type SynchronizationRule,
  type SynchronizationSchema,
} from './synchronization-schema';

/** A schema with names in place of positions, and with what it leaves to defaults. The version is left out. */
export function comparableSchema(schema: SynchronizationSchema): ComparableRecord {
  const { version: _, directories, synchronizationRules, ...others } = schema;
  const [rule, ...otherRules] = synchronizationRules;
  return {
    ...plain(others),
    ...(rule && comparableRule(rule)),
    ...(otherRules.length > 0 && { otherRules: byName(otherRules, nameOf, (each) => plain(each)) }),
    directories: byName(directories, nameOf, comparableDirectory),
  };
}

const nameOf = ({ name }: { readonly name: string }): string => name;

function comparableRule(rule: SynchronizationRule): ComparableRecord {
  const { metadata = [], objectMappings, ...others } = rule;
  const isOurs = ({ key }: MetadataEntry) => settingKeys.some((known) => known === key);
  return {
    settings: plain(settingsIn(metadata)),
    ...byName(objectMappings, ({ sourceObjectName: name }) => objectNames.get(name) ?? name, comparableMapping),
    rule: { ...plain(others), metadata: comparableMetadata(metadata.filter((entry) => !isOurs(entry))) },
  };
}

const objectNames: ReadonlyMap<string, string> = new Map([
  ['User', 'users'],
  ['Group', 'groups'],
]);

function comparableMapping(mapping: ObjectMapping): ComparableRecord {
  const { metadata, scope, attributeMappings, flowTypes, ...others } = mapping;
  const allowed = flowTypes.split(',').map((each) => each.trim());
  return {
    ...plain(others),
    flowTypes: objectFlows.filter((flow) => allowed.includes(flow)).join(', '),
    metadata: comparableMetadata(metadata),
    scope: comparableScope(scope),
    mappings: byName(attributeMappings, ({ targetAttributeName }) => targetAttributeName, comparableAttribute),
  };
}

function comparableAttribute({ source, targetAttributeName: _, ...others }: AttributeMapping): ComparableRecord {
  return { source: expressionText(source), ...attributeMappingDefaults, ...plain(others) };
}

/** What an attribute mapping says where it says nothing (entra-provisioning.md §3.1). */
const attributeMappingDefaults: ComparableRecord = {
  defaultValue: null,
  exportMissingReferences: false,
  flowBehavior: 'FlowWhenChanged',
  flowType: 'Always',
  matchingPriority: 0,
  nullPolicy: 'ignore',
};
