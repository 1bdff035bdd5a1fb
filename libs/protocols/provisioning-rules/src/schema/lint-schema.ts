import { type Finding, FindingList } from './finding';
import { flowOf, type Flow } from './flow';
import { type JobSettings, readSettings } from './job-settings';
import { lintActive } from './lint-active';
import { lintFunctions } from './lint-functions';
import { lintRole } from './lint-role';
import { lintObjectMapping, lintRule } from './lint-rule';
import { lintTypes } from './lint-types';
import { lintWriting } from './lint-writing';
import { samanageObjects } from './samanage-target';
import type { ObjectMapping, SynchronizationSchema } from './synchronization-schema';

/** What is known of the Samanage account that rules are for. */
export interface KnownAccount {
  /** Names of its roles; null where they were not read yet. */
  readonly roles: readonly string[] | null;
}

/**
 * What is legal in a schema and yet wrong (entra-provisioning.md §2.5, §3.2 to §3.5), of the mappings that are enabled.
 * Takes a schema that `readSchema` has read; never throws. Errors refuse the rules: they would fail for everybody.
 */
export function lintSchema(
  schema: SynchronizationSchema,
  { roles }: KnownAccount = { roles: null },
): readonly Finding[] {
  const findings = new FindingList();
  lintRule(schema, findings);
  schema.synchronizationRules[0]?.objectMappings.forEach((mapping, index) => {
    const path = `synchronizationRules[0].objectMappings[${index}]`;
    if (!mapping.enabled) return;
    const flows = lintMapping(mapping, path, schema, findings);
    if (roles) for (const flow of flows) lintRole(flow, roles, findings);
  });
  return findings.all;
}

const flowLints: readonly ((flow: Flow, findings: FindingList, settings: JobSettings) => void)[] = [
  lintFunctions,
  lintTypes,
  lintWriting,
];

function lintMapping(
  mapping: ObjectMapping,
  path: string,
  schema: SynchronizationSchema,
  findings: FindingList,
): readonly Flow[] {
  const object = samanageObjects.find(({ name }) => name === mapping.sourceObjectName)?.name;
  if (!object) return [];
  const subject = { object, own: ownAttributes(schema, object) };
  const flows = mapping.attributeMappings.map((each, index) =>
    flowOf(each, `${path}.attributeMappings[${index}]`, subject),
  );
  const settings = readSettings(schema);
  lintObjectMapping(mapping, path, settings, findings);
  if (object === 'User') lintActive(flows, `${path}.attributeMappings`, findings);
  for (const flow of flows) for (const lint of flowLints) lint(flow, findings, settings);
  return flows;
}

function ownAttributes({ directories, synchronizationRules: [rule] }: SynchronizationSchema, object: string) {
  const directory = directories.find(({ name }) => name === rule?.sourceDirectoryName);
  return directory?.objects.find(({ name }) => name === object)?.attributes ?? [];
}
