import { assertImmutables } from '../resource/immutable-values';
import { assertRequired } from '../resource/required-values';
import { isUnassigned } from '../resource/assigned-values';
import type { Draft, Resource } from '../resource/resource';
import { spell } from '../schema/attribute-path';
import type { ResourceType } from '../schema/attribute';
import { badRequest, ScimError } from '../scim-error';
import type { Change } from './change';
import { changeElements, dropHollowElements } from './change-elements';
import { changeSingle } from './change-single';
import type { Patch } from './read-patch';

/**
 * Applies a PATCH to a resource; what it does to values that are kept apart is not looked at here.
 *
 * Atomic: the resource that was given is never touched, and an error in any change leaves nothing done
 * (RFC 7644 §3.5.2).
 *
 * @returns the resource after it, the same one where nothing was to be done
 * @throws ScimError as the table of scim.md §2.10 has it
 */
export function applyPatch(type: ResourceType, resource: Resource, { changes }: Pick<Patch, 'changes'>): Resource {
  if (changes.length === 0) return resource;
  const draft = structuredClone(resource) as Draft;
  let looked = 0;
  for (const change of changes) {
    looked += valuesAt(draft, change);
    if (looked > mostLooks) throw tooMuch();
    apply(draft, change);
  }
  for (const { at } of changes) tidy(draft, at);
  assertRequiredExtensions(type, resource, draft);
  assertImmutables(type, resource, draft);
  assertRequired(type, draft);
  return draft;
}

/** Values that the changes of one PATCH may look at: many operations on many values are worth several requests. */
const mostLooks = 200_000;

const tooMuch = () =>
  new ScimError(413, undefined, `A PATCH may look at ${mostLooks} values; send its operations in several requests.`);

function valuesAt(draft: Draft, { at: { attribute, extension } }: Change): number {
  const holder = (extension ? draft[extension] : draft) as Draft | undefined;
  const values = holder?.[attribute.name];
  return Array.isArray(values) ? values.length : 0;
}

function apply(draft: Draft, change: Change): void {
  const { attribute, subAttribute, extension } = change.at;
  if ((subAttribute ?? attribute).returned === 'never') return;
  assertNotEmptied(change);
  const holder = extension ? ((draft[extension] ??= {}) as Draft) : draft;
  if (attribute.multiValued) changeElements(holder, change);
  else changeSingle(holder, change);
}

function tidy(draft: Draft, { attribute, extension }: Change['at']): void {
  const holder = (extension ? draft[extension] : draft) as Draft | undefined;
  if (!holder) return;
  if (attribute.multiValued) dropHollowElements(holder, attribute);
  if (extension && Object.keys(holder).length === 0) delete draft[extension];
}

function assertNotEmptied({ op, at, value }: Change): void {
  if (at.attribute.required && !at.subAttribute && (op === 'remove' || isUnassigned(value))) {
    throw badRequest('mutability', `"${spell(at)}" is required and cannot be removed.`);
  }
}

function assertRequiredExtensions(type: ResourceType, before: Resource, after: Resource): void {
  for (const { schema, required } of type.schemaExtensions) {
    if (!required || before[schema.id] === undefined || after[schema.id] !== undefined) continue;
    throw badRequest('mutability', `"${schema.id}" is required and cannot be removed.`);
  }
}
