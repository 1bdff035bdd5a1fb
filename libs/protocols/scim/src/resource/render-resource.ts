import { commonAttributes } from '../schema/common-attributes';
import type { Attribute, ResourceType } from '../schema/attribute';
import { type Draft, isObject, type Resource, type Value } from './resource';
import type { Projection } from './projection';

/** What the server knows of a resource (RFC 7643 §3.1). */
export interface ResourceMeta {
  readonly id: string;
  /** ISO 8601. */
  readonly created: string;
  readonly lastModified: string;
  /** The weak ETag. */
  readonly version: string;
  /** Absolute URL of the resource. */
  readonly location: string;
}

/**
 * A resource as it is answered: `schemas` names an extension if and only if it has content, and nothing is null.
 *
 * @param resource what is stored, and what is computed for the answer under the attribute's name
 */
export function renderResource(
  type: ResourceType,
  resource: Resource,
  { id, ...meta }: ResourceMeta,
  projection: Projection,
): Record<string, unknown> {
  const { created, lastModified, location, version } = meta;
  const whole: Resource = {
    ...resource,
    id,
    meta: { resourceType: type.name, created, lastModified, location, version },
  };
  const extensions = type.schemaExtensions.flatMap(({ schema }) => {
    const part = resource[schema.id];
    const content = isObject(part) ? projected(schema.attributes, part, projection, schema.id) : {};
    return Object.keys(content).length > 0 ? [[schema.id, content] as const] : [];
  });
  const { meta: shownMeta, ...own } = projected([...commonAttributes, ...type.schema.attributes], whole, projection);
  return {
    schemas: [type.schema.id, ...extensions.map(([urn]) => urn)],
    ...own,
    ...Object.fromEntries(extensions),
    ...(shownMeta === undefined ? {} : { meta: shownMeta }),
  };
}

function projected(
  attributes: readonly Attribute[],
  from: Resource,
  projection: Projection,
  extension?: string,
): Draft {
  const content: Draft = {};
  for (const attribute of attributes) {
    const value = from[attribute.name];
    if (value === undefined || !projection.shows(attribute, undefined, extension)) continue;
    const part = (each: Value) => (isObject(each) ? projectedElement(attribute, each, projection, extension) : each);
    const shown = (Array.isArray(value) ? (value as readonly Value[]).map(part) : part(value)) as Draft;
    if (!isObject(shown) || Object.keys(shown).length > 0) content[attribute.name] = shown;
  }
  return content;
}

/** One value of a complex attribute, with the sub-attributes that are shown. */
export function projectedElement(
  attribute: Attribute,
  value: Resource,
  projection: Projection,
  extension?: string,
): Draft {
  const visible = attribute.subAttributes.filter((sub) => projection.shows(attribute, sub, extension));
  return Object.fromEntries(
    visible.flatMap(({ name }) => (value[name] === undefined ? [] : [[name, value[name]]])),
  ) as Draft;
}
