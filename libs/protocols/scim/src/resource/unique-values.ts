import { foldCase } from '../fold-case';
import type { Attribute, ResourceType } from '../schema/attribute';
import { isObject, type Resource, type Value } from './resource';

/** A value that no two resources of a type may share, in the form in which it is compared. */
export interface UniqueValue {
  readonly path: string;
  readonly value: string;
}

/** The values of every attribute and sub-attribute whose uniqueness is `server` or `global` (RFC 7643 §2.2). */
export function uniqueValues(type: ResourceType, resource: Resource): UniqueValue[] {
  const found = [
    ...uniqueIn(type.schema.attributes, resource, ''),
    ...type.schemaExtensions.flatMap(({ schema }) => {
      const part = resource[schema.id];
      return isObject(part) ? uniqueIn(schema.attributes, part, `${schema.id}:`) : [];
    }),
  ];
  // A resource may have a value twice, say as two kinds of e-mail, without being in its own way.
  return [...new Map(found.map((each) => [`${each.path}:${each.value}`, each])).values()];
}

function uniqueIn(attributes: readonly Attribute[], holder: Resource, prefix: string): UniqueValue[] {
  return attributes.flatMap((attribute) => {
    const path = `${prefix}${attribute.name}`;
    return listed(holder[attribute.name]).flatMap((value) =>
      isObject(value) ? uniqueIn(attribute.subAttributes, value, `${path}.`) : own(attribute, path, value),
    );
  });
}

const own = ({ uniqueness, caseExact }: Attribute, path: string, value: Value): UniqueValue[] => {
  if (uniqueness === 'none') return [];
  if (typeof value === 'string') return [{ path, value: caseExact ? value : foldCase(value) }];
  return [{ path, value: JSON.stringify(value) }];
};

const listed = (value: Value | undefined): readonly Value[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly Value[]) : [value];
