import { assertImmutables } from '../resource/immutable-values';
import type { Draft, Resource } from '../resource/resource';
import type { ResourceType } from '../schema/attribute';
import { spell } from '../schema/attribute-path';
import { ScimError } from '../scim-error';
import type { Change } from './change';
import { changeElements, dropHollowElements } from './change-elements';
import { changeSingle } from './change-single';
import { assertNothingMissing } from './missing-values';
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
  const places = new Map(changes.map(({ at }) => [spell({ ...at, subAttribute: undefined }), at]));
  for (const at of places.values()) tidy(draft, at);
  assertImmutables(type, resource, draft);
  assertNothingMissing(type, resource, draft, changes);
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
