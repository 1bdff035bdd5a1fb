import { badRequest } from '../scim-error';
import type { Attribute, ResourceType } from '../schema/attribute';
import { isObject, type Resource, type Value } from './resource';

/** @throws ScimError `invalidValue` that names what is missing: required attributes, sub-attributes, extensions */
export function assertRequired(type: ResourceType, resource: Resource): void {
  const missing = missingPaths(type, resource);
  if (missing.length > 0) throw badRequest('invalidValue', requiredText(missing));
}

export const requiredText = (paths: readonly string[]): string => `"${paths.join('", "')}" is required.`;

/** The paths of required attributes, sub-attributes and extensions that a resource does not have, each once. */
export function missingPaths(type: ResourceType, resource: Resource): string[] {
  const own = missingIn(type.schema.attributes, resource, '').filter((path) => path !== type.apart);
  const extended = type.schemaExtensions.flatMap(({ schema, required }) => {
    const part = resource[schema.id];
    if (isObject(part)) return missingIn(schema.attributes, part, `${schema.id}:`);
    return required ? [schema.id] : [];
  });
  return [...new Set([...own, ...extended])];
}

function missingIn(attributes: readonly Attribute[], holder: Resource, prefix: string): string[] {
  return attributes.flatMap((attribute) => {
    // What is never returned is not kept, and what is read-only is not the client's to give.
    if (attribute.returned === 'never' || attribute.mutability === 'readOnly') return [];
    const value = holder[attribute.name];
    const path = `${prefix}${attribute.name}`;
    if (value === undefined) return attribute.required ? [path] : [];
    return complexValues(value).flatMap((each) => missingIn(attribute.subAttributes, each, `${path}.`));
  });
}

const complexValues = (value: Value): readonly Resource[] =>
  (Array.isArray(value) ? (value as readonly Value[]) : [value]).filter((each) => isObject(each));
