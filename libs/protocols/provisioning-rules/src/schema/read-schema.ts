import { checkStructure, type SoundItem, type SoundParts } from './check-structure';
import { findInDirectories } from './directory-findings';
import { type Finding, FindingList } from './finding';
import { isDeeperThan, isRecord, quoted } from './json-value';
import { suggestion } from './nearest-name';
import { findInObjectMappings } from './object-mapping-findings';
import { settingFindings, settingsIn } from './job-settings';
import { schemaShape } from './schema-shape';
import type {
  AttributeDefinition,
  DirectoryDefinition,
  SynchronizationRule,
  SynchronizationSchema,
} from './synchronization-schema';

/** A schema that can be applied, or everything that stands against it. */
export type SchemaReading = { readonly schema: SynchronizationSchema } | { readonly findings: readonly Finding[] };

/** An expression of the greatest depth takes 300 levels, and what stands around it a dozen. */
const deepestDocument = 350;

/**
 * Reads a `synchronizationSchema` (entra-provisioning.md §3, §5.4). Never throws, whatever it is given. The schema is
 * what was given, with all members that are not known here. Only the first synchronization rule is applied, so that of
 * others no more is asked than their structure.
 *
 * @returns the schema, or all findings at once (of many, the first hundred)
 */
export function readSchema(content: unknown): SchemaReading {
  const findings = new FindingList();
  if (isDeeperThan(deepestDocument, content)) {
    findings.error('', `The document is nested more than ${deepestDocument} levels deep`);
    return { findings: findings.all };
  }
  const parts = checkStructure(content, schemaShape, findings);
  if (isRecord(content)) findInSchema(parts.of(content), parts, findings);
  return findings.all.length > 0 ? { findings: findings.all } : { schema: content as SynchronizationSchema };
}

function findInSchema(schema: Partial<SynchronizationSchema>, parts: SoundParts, findings: FindingList): void {
  const directories = parts.in(schema.directories, 'directories');
  const rules = parts.in(schema.synchronizationRules, 'synchronizationRules');
  findInDirectories(directories, parts, findings);
  for (const rule of rules) findInDirectoryNames(rule, directories, findings);
  if (schema.synchronizationRules?.length === 0) {
    findings.error('synchronizationRules', 'Expected at least one synchronization rule');
  }
  const first = rules.find(({ path }) => path === 'synchronizationRules[0]');
  if (first) findInRule(first, directories, parts, findings);
}

type Directories = readonly SoundItem<DirectoryDefinition>[];

function findInDirectoryNames(
  { part, path }: SoundItem<SynchronizationRule>,
  directories: Directories,
  findings: FindingList,
): void {
  const names = directories.flatMap(({ part: directory }) => directory.name ?? []);
  for (const member of ['sourceDirectoryName', 'targetDirectoryName'] as const) {
    const name = part[member];
    if (name === undefined || names.includes(name)) continue;
    findings.error(`${path}.${member}`, `There is no directory ${quoted(name)}${suggestion(name, names)}`);
  }
}

function findInRule(
  { part, path }: SoundItem<SynchronizationRule>,
  directories: Directories,
  parts: SoundParts,
  findings: FindingList,
): void {
  const { metadata = [] } = part;
  for (const { index, message } of settingFindings(metadata))
    findings.error(`${path}.metadata[${index}].value`, message);
  const source = directories.find(({ part: { name } }) => name === part.sourceDirectoryName);
  const objects = parts.in(source?.part.objects, `${source?.path}.objects`);
  const context = {
    findings,
    settings: settingsIn(metadata),
    ownOf: (object: string): readonly AttributeDefinition[] =>
      parts
        .in(objects.find(({ part: { name } }) => name === object)?.part.attributes, '')
        .flatMap(({ part: each }) => wholeAttribute(each)),
  };
  if (part.objectMappings)
    findInObjectMappings(parts.in(part.objectMappings, `${path}.objectMappings`), parts, context);
}

/** Attributes of the job's own whose name or type is wrong were told, and count as not there. */
const wholeAttribute = (part: Partial<AttributeDefinition>): AttributeDefinition[] =>
  part.name === undefined || part.type === undefined ? [] : [part as AttributeDefinition];
