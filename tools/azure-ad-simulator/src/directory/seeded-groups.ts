import { contosoGroups } from './contoso';
import type { Group } from './group';
import type { Person } from './person';
import { SeededRandom } from './seeded-random';

/** Limits of the size, one of which is drawn for each group: most are small, some are large. */
const limits = [5, 5, 5, 20, 20, 100, 500];

/** Keeps the draws apart from those that made people of the same seed: no objectId must come twice. */
const groupsOfSeed = 0x67726f75;

/**
 * Groups of these people, named after the groups of Contoso: the same for the same seed. Every fourth has one or two
 * groups nested in it that were made before it, so that none holds itself.
 */
export function seededGroups(count: number, people: readonly Person[], seed: number): Group[] {
  const random = new SeededRandom(seed + groupsOfSeed);
  const groups: Group[] = [];
  for (let number = 1; number <= count; number += 1) {
    const nested = number % 4 === 0 ? drawn(random, 2, groups) : [];
    const size = 1 + random.below(random.pick(limits));
    groups.push({
      objectId: random.uuid(),
      displayName: `${random.pick(contosoGroups).displayName} ${number}`,
      description: null,
      members: [...drawn(random, Math.min(size, people.length), people), ...nested],
    });
  }
  return groups;
}

/** The objectIds of so many draws; one that is drawn again counts once. */
function drawn(random: SeededRandom, count: number, from: readonly { readonly objectId: string }[]): string[] {
  return [...new Set(Array.from({ length: count }, () => random.pick(from).objectId))];
}
