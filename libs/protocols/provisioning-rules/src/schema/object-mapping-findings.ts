import { findingsOfFilter } from '../scope';
import { findInAttributeMappings } from './attribute-mapping-findings';
import type { SoundItem, SoundParts } from './check-structure';
import type { FindingList } from './finding';
import type { RuleContext } from './finding-context';
import { either, quoted } from './json-value';
import { suggestion } from './nearest-name';
import { samanageObjects } from './samanage-target';
import type { ObjectMapping } from './synchronization-schema';

type Item = SoundItem<ObjectMapping>;

const knownObjects = samanageObjects.map(({ name }) => name);

const isKnown = (name: string | undefined): name is 'User' | 'Group' => knownObjects.some((known) => known === name);

/** Tells what is wrong with a rule's object mappings: there is one for users and one for groups. */
export function findInObjectMappings(mappings: readonly Item[], parts: SoundParts, context: RuleContext): void {
  const { findings } = context;
  for (const known of knownObjects) findInNumber(known, mappings, findings);
  for (const { part, path } of mappings) {
    findInObjects({ part, path }, findings);
    findInSwitch({ part, path }, findings);
    if (isKnown(part.sourceObjectName)) findInMapping({ part, path }, part.sourceObjectName, parts, context);
  }
}

function findInNumber(known: string, mappings: readonly Item[], findings: FindingList): void {
  const [first, ...others] = mappings.filter(({ part }) => part.sourceObjectName === known);
  if (!first) {
    const message = `There must be an object mapping whose sourceObjectName is ${known}, be it disabled`;
    findings.error('synchronizationRules[0].objectMappings', message);
  }
  for (const { path } of others) {
    findings.error(`${path}.sourceObjectName`, `There is more than one object mapping for ${known}`);
  }
}

function findInObjects({ part, path }: Item, findings: FindingList): void {
  const { sourceObjectName: source, targetObjectName: target } = part;
  if (source !== undefined && !isKnown(source)) {
    const message = `There is no source object ${quoted(source)}: it is ${either(knownObjects)}`;
    findings.error(`${path}.sourceObjectName`, message + suggestion(source, knownObjects));
  } else if (target !== undefined && source !== undefined && target !== source) {
    findings.error(`${path}.targetObjectName`, `A ${source} is written to a ${source}, but found ${quoted(target)}`);
  }
}

/** As in Azure AD (entra-provisioning.md §3.2). */
function findInSwitch({ part, path }: Item, findings: FindingList): void {
  if (part.sourceObjectName !== 'User' || part.enabled !== false) return;
  const message = 'The mapping of users cannot be disabled: stop the job, or take actions from flowTypes';
  findings.error(`${path}.enabled`, message);
}

function findInMapping({ part, path }: Item, object: 'User' | 'Group', parts: SoundParts, context: RuleContext): void {
  const own = context.ownOf(object);
  if (part.scope) {
    for (const { path: at, message } of findingsOfFilter(part.scope, { object, own })) {
      context.findings.error(at === '' ? `${path}.scope` : `${path}.scope.${at}`, message);
    }
  }
  if (!part.attributeMappings) return;
  const mappings = parts.in(part.attributeMappings, `${path}.attributeMappings`);
  findInAttributeMappings(mappings, { ...context, object, own, path, enabled: part.enabled !== false });
}
