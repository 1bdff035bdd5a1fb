import type { MappingContext } from './finding-context';
import type { SoundItem } from './check-structure';
import type { FindingList } from './finding';
import { either } from './json-value';
import { objectFilter, type TargetAttribute, targetAttributeOf } from './samanage-target';
import type { AttributeMapping } from './synchronization-schema';

type Item = SoundItem<AttributeMapping>;
type Targets = ReadonlyMap<string, TargetAttribute>;

/** Tells what is wrong with the attributes by which accounts are found that exist already (entra-provisioning.md §3.2). */
export function findInMatching(mappings: readonly Item[], targets: Targets, context: MappingContext): void {
  const matching = mappings.flatMap(({ part, path }) => {
    const { targetAttributeName: name, matchingPriority: priority } = part;
    return name === undefined || !priority ? [] : [{ name, priority, path: `${path}.matchingPriority` }];
  });
  const { findings, path, enabled } = context;
  if (matching.length === 0 && enabled) {
    const message = `There is no matching attribute: give ${filterableOf(targets)} a matchingPriority above 0`;
    findings.error(`${path}.attributeMappings`, message);
  }
  findInPriorities(matching, findings);
  for (const each of matching) findInMatchingAttribute(each, targets, context);
}

interface Matching {
  readonly name: string;
  readonly priority: number;
  readonly path: string;
}

const filterableOf = (targets: Targets): string =>
  either([...targets.values()].flatMap(({ name, filterable }) => (filterable ? name : [])));

function findInPriorities(matching: readonly Matching[], findings: FindingList): void {
  const taken = new Map<number, string>();
  for (const { name, priority, path } of matching) {
    const other = taken.get(priority);
    if (other !== undefined) findings.error(path, `${name} and ${other} have the same matchingPriority ${priority}`);
    taken.set(priority, name);
  }
}

/** Of what Samanage does not have it was told already. */
function findInMatchingAttribute({ name, path }: Matching, targets: Targets, context: MappingContext): void {
  const target = targetAttributeOf(context.object, name);
  if (target?.filterable || (!target && name !== objectFilter)) return;
  const message =
    `${name} cannot be a matching attribute: Samanage cannot be asked for a ${context.object} by it, ` +
    `but by ${filterableOf(targets)}`;
  context.findings.error(path, message);
}
