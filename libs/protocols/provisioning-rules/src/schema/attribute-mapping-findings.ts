import { readSource } from './read-source';
import type { SoundItem } from './check-structure';
import { findInMatching } from './matching-findings';
import { quoted } from './json-value';
import { suggestion } from './nearest-name';
import type { MappingContext } from './finding-context';
import { roleDefaultFormat, roleInDefault } from './role-default';
import {
  customFieldIn,
  customFieldPrefix,
  objectFilter,
  type TargetAttribute,
  targetAttributeOf,
  targetAttributesOf,
} from './samanage-target';
import type { AttributeMapping } from './synchronization-schema';

type Item = SoundItem<AttributeMapping>;
type Targets = ReadonlyMap<string, TargetAttribute>;

/** Tells what is wrong with the attribute mappings of one object mapping (entra-provisioning.md §3.1, §3.2). */
export function findInAttributeMappings(mappings: readonly Item[], context: MappingContext): void {
  const targets: Targets = targetAttributesOf(context.object) ?? new Map();
  findInTargets(mappings, targets, context);
  if (context.enabled) findUnmapped(mappings, targets, context);
  for (const mapping of mappings) {
    findInSource(mapping, context);
    if (context.object === 'User' && mapping.part.targetAttributeName === 'role') findInRole(mapping, context);
  }
  findInMatching(mappings, targets, context);
}

function findInTargets(mappings: readonly Item[], targets: Targets, { findings, object }: MappingContext): void {
  const mapped = new Set<string>();
  for (const { part, path } of mappings) {
    const name = part.targetAttributeName;
    if (name === undefined) continue;
    if (mapped.has(name)) findings.error(`${path}.targetAttributeName`, `${name} is mapped more than once`);
    mapped.add(name);
    if (name === objectFilter || targetAttributeOf(object, name)) continue;
    findings.error(`${path}.targetAttributeName`, unknownTarget(name, object, targets));
  }
}

function unknownTarget(name: string, object: MappingContext['object'], targets: Targets): string {
  if (object === 'User' && customFieldIn(name) === '') {
    return `${quoted(name)} names no custom field: write ${customFieldPrefix} and the name of the field`;
  }
  return `A Samanage ${object} has no attribute ${quoted(name)}${suggestion(name, targets.keys())}`;
}

function findUnmapped(mappings: readonly Item[], targets: Targets, { findings, object, path }: MappingContext): void {
  const mapped = new Set(mappings.map(({ part }) => part.targetAttributeName));
  for (const { name, required } of targets.values()) {
    if (!required || mapped.has(name)) continue;
    const message = `${name} must be mapped: no Samanage ${object} can be without it`;
    findings.error(`${path}.attributeMappings`, message);
  }
}

function findInSource({ part: { source }, path }: Item, { object, own, findings }: MappingContext): void {
  if (!source) return;
  const read = readSource(source, { object, own });
  for (const message of read.problems) findings.error(`${path}.source`, message);
}

/**
 * A role is never guessed: it costs a licence (samanage-api.md §2.5). Where everybody is in scope nobody need be assigned,
 * so that the default value is what most are given (entra-provisioning.md §3.4).
 */
function findInRole({ part, path }: Item, { findings, settings }: MappingContext): void {
  const { defaultValue, source } = part;
  if (typeof defaultValue === 'string') {
    if (roleInDefault(defaultValue) !== undefined) return;
    const message = `The default value of role must be a role's name as ${roleDefaultFormat}, but it is ${quoted(defaultValue)}`;
    findings.error(`${path}.defaultValue`, message);
  } else if (settings.syncAll && source?.type !== 'Constant') {
    const message = `With SyncAll "true" role needs a default value, as ${roleDefaultFormat}: whoever is not assigned has no role`;
    findings.error(`${path}.defaultValue`, message);
  }
}
