import type { AttributeDefinition, DirectoryDefinition } from './synchronization-schema';

/** An attribute that mappings can write. */
export interface TargetAttribute extends AttributeDefinition {
  /** Samanage can be asked for records by it, so that it can serve as matching attribute (samanage-api.md §2.6). */
  readonly filterable?: true;
}

export interface TargetObject {
  readonly name: 'User' | 'Group';
  readonly attributes: readonly TargetAttribute[];
}

const text = (name: string): TargetAttribute => ({ name, type: 'String', caseExact: true });

/** What a Samanage user and group can be told (samanage-api.md §2.2, §3, §6.3). */
export const samanageObjects: readonly TargetObject[] = [
  {
    name: 'User',
    attributes: [
      { name: 'email', type: 'String', required: true, caseExact: false, filterable: true },
      { ...text('name'), required: true, filterable: true },
      // By name; always sent, so that nobody is given a paid role by omission (samanage-api.md §2.5).
      { ...text('role'), required: true },
      text('title'),
      text('phone'),
      text('mobile_phone'),
      // By name, both; they must exist at Samanage.
      text('department'),
      text('site'),
      { name: 'reports_to', type: 'Reference', referencedObjects: [{ referencedObjectName: 'User' }] },
      // Whether the account is enabled: the opposite of the API's `disabled`.
      { name: 'active', type: 'Boolean' },
    ],
  },
  {
    name: 'Group',
    attributes: [
      { ...text('name'), required: true, filterable: true },
      text('description'),
      { name: 'members', type: 'Reference', multivalued: true, referencedObjects: [{ referencedObjectName: 'User' }] },
    ],
  },
];

/**
 * Takes the control target of Azure AD's that is no attribute: what is mapped to it may come to `IgnoreObjectFlow`, by
 * which nothing is done for the object (entra-provisioning.md §4.1).
 */
export const objectFilter = 'objectFilter';

/** What the name of a custom field of users follows; each field is an attribute of its own (samanage-api.md §2.4). */
export const customFieldPrefix = 'custom_fields_values.';

/**
 * The name of the custom field that a target attribute stands for; empty where it names none, undefined for what stands
 * for no custom field. Names are an account's own, so that any is taken.
 */
export const customFieldIn = (targetAttributeName: string): string | undefined =>
  targetAttributeName.startsWith(customFieldPrefix)
    ? targetAttributeName.slice(customFieldPrefix.length).trim()
    : undefined;

/** The attribute of a Samanage object that has a name, custom fields of users included; undefined where there is none. */
export function targetAttributeOf(objectName: string | undefined, name: string): TargetAttribute | undefined {
  const known = targetAttributesOf(objectName)?.get(name);
  return known ?? (objectName === 'User' && customFieldIn(name) ? text(name) : undefined);
}

/** The attributes of a Samanage object by their names; undefined for an object that there is not. */
export function targetAttributesOf(objectName: string | undefined): ReadonlyMap<string, TargetAttribute> | undefined {
  const object = samanageObjects.find(({ name }) => name === objectName);
  return object && new Map(object.attributes.map((attribute) => [attribute.name, attribute]));
}

/** Samanage as a schema's target directory. */
export const samanageDirectory: DirectoryDefinition = {
  id: 'c0a7a9c1-0f5b-4f0e-9c63-6a2d1e1f0b02',
  name: 'Samanage',
  objects: samanageObjects.map(({ name, attributes }) => ({
    name,
    attributes: attributes.map(({ filterable: _, ...attribute }) => attribute),
  })),
};
