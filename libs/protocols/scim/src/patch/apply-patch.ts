import { parsePatchPath } from '../filter/parse-filter';
import { badRequest } from '../scim-error';
import type { ResourceType } from '../schema/attribute';
import { type AttributePath, findSubAttribute, resolvePath, spell } from '../schema/attribute-path';
import { isUnassigned } from '../resource/assigned-values';
import { changedPaths } from '../resource/changed-paths';
import { extensionNamed, serverMembers } from '../resource/parse-resource';
import { type Draft, isObject, type Resource } from '../resource/resource';
import type { Change } from './change';
import { changeElements } from './change-elements';
import { changeSingle } from './change-single';
import { parseOperations, type PatchOperation } from './patch-operations';

/** What a PATCH led to. */
export interface Patched {
  readonly resource: Resource;
  /** Empty where nothing changed; then neither version nor `lastModified` may. */
  readonly changedPaths: readonly string[];
  /** Paths that no schema knows. */
  readonly ignored: readonly string[];
}

/**
 * Applies a PATCH: every shape of both Azure AD dialects, and the RFC's (RFC 7644 §3.5.2; scim.md §1.4, §2.4).
 *
 * Atomic: the resource that was given is never touched, and an error in any operation leaves nothing done.
 *
 * @throws ScimError as the table of scim.md §2.10 has it
 */
export function applyPatch(type: ResourceType, resource: Resource, body: unknown): Patched {
  const draft = structuredClone(resource) as Draft;
  const ignored: string[] = [];
  for (const operation of parseOperations(body)) {
    for (const change of changesOf(type, operation, ignored)) apply(draft, change);
  }
  return { resource: draft, changedPaths: changedPaths(type, resource, draft), ignored };
}

/** One change a path; an operation without a path has one for each member of its value. */
function changesOf(type: ResourceType, operation: PatchOperation, ignored: string[]): Change[] {
  const { op, path, value, hasValue } = operation;
  if (op !== 'remove' && !hasValue) throw badRequest('invalidValue', `"${op}" takes a value.`);
  if (path !== undefined) {
    const extension = extensionNamed(type, path);
    return extension ? changesOfMembers(type, operation, ignored, extension.id) : changeAt(type, operation, ignored);
  }
  if (op === 'remove') throw badRequest('noTarget', '"remove" takes a path.');
  if (!isObject(value)) throw badRequest('invalidValue', `"${op}" without a path takes an object.`);
  return changesOfMembers(type, operation, ignored);
}

function changesOfMembers(
  type: ResourceType,
  { op, value }: PatchOperation,
  ignored: string[],
  extension?: string,
): Change[] {
  // A whole extension is emptied by emptying each of its attributes.
  const all = type.schemaExtensions.find(({ schema }) => schema.id === extension)?.schema.attributes ?? [];
  const members = isObject(value) ? value : Object.fromEntries(all.map(({ name }) => [name, null]));
  return Object.entries(members).flatMap(([name, member]) => {
    if (!extension && serverMembers.includes(name.toLowerCase())) return [];
    const path = extension ? `${extension}:${name}` : name;
    const inner = !extension && extensionNamed(type, name);
    const operation = { op, path, value: member, hasValue: true };
    return inner ? changesOfMembers(type, operation, ignored, inner.id) : changeAt(type, operation, ignored);
  });
}

function changeAt(type: ResourceType, { op, path = '', value, hasValue }: PatchOperation, ignored: string[]): Change[] {
  const { attribute, filter, sub } = parsePatchPath(path);
  if (!/^[A-Za-z$][\w$:.-]*$/.test(attribute)) throw badRequest('invalidPath', `"${path.slice(0, 200)}" is no path.`);
  const found = resolvePath(type, attribute);
  const at = found && withSub(found, sub);
  if (!at) {
    ignored.push(path);
    return [];
  }
  if (at.attribute.mutability === 'readOnly' || at.subAttribute?.mutability === 'readOnly') {
    throw badRequest('mutability', `"${spell(at)}" cannot be written.`);
  }
  return [{ op, at, filter, value, hasValue }];
}

function withSub(path: AttributePath, sub: string | undefined): AttributePath | undefined {
  if (sub === undefined) return path;
  const subAttribute = findSubAttribute(path.attribute, sub);
  return subAttribute && { ...path, subAttribute };
}

function apply(draft: Draft, change: Change): void {
  const { attribute, extension } = change.at;
  if (attribute.returned === 'never') return;
  assertNotEmptied(change);
  const holder = extension ? ((draft[extension] ??= {}) as Draft) : draft;
  if (attribute.multiValued) changeElements(holder, change);
  else changeSingle(holder, change);
  if (extension && Object.keys(holder).length === 0) delete draft[extension];
}

function assertNotEmptied({ op, at, value }: Change): void {
  if (at.attribute.required && !at.subAttribute && (op === 'remove' || isUnassigned(value))) {
    throw badRequest('mutability', `"${spell(at)}" is required and cannot be removed.`);
  }
}
