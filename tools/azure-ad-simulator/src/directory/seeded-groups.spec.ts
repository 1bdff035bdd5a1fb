import { seededGroups } from './seeded-groups';
import { seededPeople } from './seeded-people';

describe('seeded groups', () => {
  const people = seededPeople(300, 7);
  const groups = seededGroups(40, people, 7);

  it('are the same for the same seed', () => {
    expect(seededGroups(40, people, 7)).toEqual(groups);
    expect(seededGroups(40, people, 8)).not.toEqual(groups);
  });

  it('have names and ids of their own', () => {
    const ids = [...people, ...groups].map(({ objectId }) => objectId);
    expect(new Set(ids).size).toBe(340);
    expect(new Set(groups.map(({ displayName }) => displayName)).size).toBe(40);
  });

  it('are of mixed sizes, and hold nobody twice', () => {
    const sizes = groups.map(({ members }) => members.length);
    expect(Math.min(...sizes)).toBeLessThan(5);
    expect(Math.max(...sizes)).toBeGreaterThan(20);
    for (const { members } of groups) expect(new Set(members).size).toBe(members.length);
  });

  it('hold people, and groups made before them', () => {
    const seen = new Set(people.map(({ objectId }) => objectId));
    for (const { objectId, members } of groups) {
      expect(members.filter((member) => !seen.has(member))).toEqual([]);
      seen.add(objectId);
    }
    const ofGroups = new Set(groups.map(({ objectId }) => objectId));
    expect(groups.filter(({ members }) => members.some((member) => ofGroups.has(member)))).toHaveLength(10);
  });

  it('of nobody are empty but for the groups nested in them', () => {
    expect(seededGroups(4, [], 1).map(({ members }) => members.length > 0)).toEqual([false, false, false, true]);
  });
});
