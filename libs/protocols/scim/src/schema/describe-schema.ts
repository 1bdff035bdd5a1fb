import type { Attribute, ResourceType, Schema } from './attribute';

/** A schema as `/Schemas` shows it (RFC 7643 §7): every characteristic, and nothing that is null. */
export function describeSchema({ id, name, description, attributes }: Schema, location: string): object {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
    id,
    name,
    description,
    attributes: attributes.map(describeAttribute),
    meta: { resourceType: 'Schema', location },
  };
}

function describeAttribute(attribute: Attribute): object {
  const { canonicalValues, referenceTypes, subAttributes, ...characteristics } = attribute;
  return {
    ...characteristics,
    ...(canonicalValues.length > 0 ? { canonicalValues } : {}),
    ...(referenceTypes.length > 0 ? { referenceTypes } : {}),
    ...(subAttributes.length > 0 ? { subAttributes: subAttributes.map(describeAttribute) } : {}),
  };
}

/** A resource type as `/ResourceTypes` shows it (RFC 7643 §6). */
export function describeResourceType(type: ResourceType, location: string): object {
  const { id, name, description, endpoint, schema, schemaExtensions } = type;
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id,
    name,
    description,
    endpoint,
    schema: schema.id,
    schemaExtensions: schemaExtensions.map((extension) => ({
      schema: extension.schema.id,
      required: extension.required,
    })),
    meta: { resourceType: 'ResourceType', location },
  };
}
