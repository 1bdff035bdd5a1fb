import { defaultLeniency, type Leniency } from '../leniency/leniency';
import { applyPatch } from '../patch/apply-patch';
import { type Patch, readPatch } from '../patch/read-patch';
import { type ParsedResource, parseResource } from '../resource/parse-resource';
import type { Resource } from '../resource/resource';
import type { ResourceType } from '../schema/attribute';
import type { ScimError } from '../scim-error';

/** A PATCH of these operations, as it is read. */
export function patchOf(type: ResourceType, operations: readonly object[], leniency: Partial<Leniency> = {}): Patch {
  const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations };
  return readPatch(type, body, { ...defaultLeniency, ...leniency });
}

/** A resource after a PATCH of these operations. */
export const patched = (type: ResourceType, before: Resource, ...operations: readonly object[]): Resource =>
  applyPatch(type, before, patchOf(type, operations));

/** A body with the URN of its type, as it is read. */
export const parsed = (type: ResourceType, body: object, leniency: Partial<Leniency> = {}): ParsedResource =>
  parseResource(type, { schemas: [type.schema.id], ...body }, { ...defaultLeniency, ...leniency });

/** The status and reason of a refusal; `taken` where there was none, and what else was thrown. */
export function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    const { name, status, scimType } = error as ScimError;
    return name === 'ScimError' ? `${status} ${scimType ?? ''}`.trim() : String(error);
  }
  return 'taken';
}
