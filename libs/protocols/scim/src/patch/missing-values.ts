import { isUnassigned } from '../resource/assigned-values';
import { missingPaths, requiredText } from '../resource/required-values';
import { isObject, type Resource, type Value } from '../resource/resource';
import type { ResourceType } from '../schema/attribute';
import { resolvePath, spell } from '../schema/attribute-path';
import { badRequest } from '../scim-error';
import type { Change } from './change';

/**
 * Refuses a PATCH that left something out that is required. What was missing before is not held against it: the schema
 * may have come to ask for it since, and a person can be disabled all the same.
 *
 * @throws ScimError `mutability` for what the changes took away, `invalidValue` for what they did not give
 *   (RFC 7644 §3.5.2.2)
 */
export function assertNothingMissing(
  type: ResourceType,
  before: Resource,
  after: Resource,
  changes: readonly Change[],
): void {
  const already = missingPaths(type, before);
  const missing = missingPaths(type, after).filter((path) => !already.includes(path));
  if (missing.length === 0) return;
  const unassigned = new Set(changes.filter(unassigns).map(({ at }) => spell(at)));
  const removed = missing.filter((path) => unassigned.has(path) || valueAt(type, before, path) !== undefined);
  if (removed.length > 0) throw badRequest('mutability', `${requiredText(removed)} It cannot be removed.`);
  throw badRequest('invalidValue', requiredText(missing));
}

const unassigns = ({ op, value }: Change): boolean => op === 'remove' || isUnassigned(value);

/** The value of an attribute, of a part of a single complex one, or of an extension. */
function valueAt(type: ResourceType, resource: Resource, path: string): Value | undefined {
  const at = resolvePath(type, path);
  if (!at) return resource[path];
  const value = memberOf(at.extension ? resource[at.extension] : resource, at.attribute.name);
  return at.subAttribute ? memberOf(value, at.subAttribute.name) : value;
}

const memberOf = (value: Value | undefined, name: string): Value | undefined =>
  isObject(value) ? value[name] : undefined;
