import type { ResourceType } from '../schema/attribute';
import { isObject, type Resource, sameValue } from './resource';

/** The paths at which two resources differ, sub-attributes of single complex attributes apart. */
export function changedPaths(type: ResourceType, before: Resource, after: Resource): string[] {
  const extensions = type.schemaExtensions.map(({ schema }) => schema.id);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
    extensions.includes(name)
      ? differing(before[name], after[name], (path) => `${name}:${path}`)
      : differing({ [name]: before[name] }, { [name]: after[name] }, (path) => path),
  );
}

function differing(before: unknown, after: unknown, spell: (path: string) => string): string[] {
  const one = isObject(before) ? before : {};
  const other = isObject(after) ? after : {};
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((name) => {
    const [was, is] = [one[name], other[name]];
    if (sameValue(was, is)) return [];
    if (!isObject(was) || !isObject(is)) return [spell(name)];
    return differing(was, is, (path) => spell(`${name}.${path}`));
  });
}
