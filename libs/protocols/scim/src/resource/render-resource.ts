import { badRequest } from '../scim-error';
import type { Attribute, ResourceType } from '../schema/attribute';
import { type AttributePath, resolvePath } from '../schema/attribute-path';
import { commonAttributes } from '../schema/user';
import { type Draft, isObject, type Resource, type Value } from './resource';

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

/** Which attributes a client asked for, as comma-separated paths (RFC 7644 §3.9). */
export interface Projection {
  readonly attributes?: string | undefined;
  readonly excludedAttributes?: string | undefined;
}

/** Whether an attribute, or one of its sub-attributes, is to be shown. */
type Shown = (attribute: Attribute, sub?: Attribute, extension?: string) => boolean;

/**
 * A resource as it is answered: `schemas` names an extension if and only if it has content, and nothing is null.
 *
 * @throws ScimError `invalidValue` when both `attributes` and `excludedAttributes` are given
 */
export function renderResource(
  type: ResourceType,
  resource: Resource,
  meta: ResourceMeta,
  projection: Projection = {},
): Record<string, unknown> {
  const shown = shownBy(type, projection);
  const extensions = type.schemaExtensions.flatMap(({ schema }) => {
    const part = resource[schema.id];
    const content = isObject(part) ? project(schema.attributes, part, shown, schema.id) : {};
    return Object.keys(content).length > 0 ? [[schema.id, content] as const] : [];
  });
  const { id, created, lastModified, version, location } = meta;
  return {
    schemas: [type.schema.id, ...extensions.map(([urn]) => urn)],
    id,
    ...project([...commonAttributes, ...type.schema.attributes], resource, shown),
    ...Object.fromEntries(extensions),
    meta: { resourceType: type.name, created, lastModified, location, version },
  };
}

function project(attributes: readonly Attribute[], from: Resource, shown: Shown, extension?: string): Draft {
  const content: Draft = {};
  for (const attribute of attributes) {
    const value = from[attribute.name];
    if (value === undefined || !shown(attribute, undefined, extension)) continue;
    const part = (each: Value) => (isObject(each) ? subAttributesOf(attribute, each, shown, extension) : each);
    content[attribute.name] = (Array.isArray(value) ? value.map(part) : part(value)) as Draft;
  }
  return content;
}

function subAttributesOf(attribute: Attribute, value: Resource, shown: Shown, extension?: string): Draft {
  const visible = attribute.subAttributes.filter((sub) => shown(attribute, sub, extension));
  return Object.fromEntries(
    visible.flatMap(({ name }) => (value[name] === undefined ? [] : [[name, value[name]]])),
  ) as Draft;
}

function shownBy(type: ResourceType, { attributes, excludedAttributes }: Projection): Shown {
  if (attributes !== undefined && excludedAttributes !== undefined) {
    throw badRequest('invalidValue', '"attributes" and "excludedAttributes" exclude each other.');
  }
  if (attributes !== undefined) {
    const asked = pathsIn(type, attributes);
    return (attribute, sub, extension) =>
      always(sub ?? attribute) || asked.some((path) => covers(path, attribute, sub, extension));
  }
  const excluded = pathsIn(type, excludedAttributes ?? '');
  return (attribute, sub, extension) => {
    const { returned } = sub ?? attribute;
    if (returned === 'always') return true;
    return returned === 'default' && !excluded.some((path) => names(path, attribute, sub, extension));
  };
}

const always = ({ returned }: Attribute): boolean => returned === 'always';

const pathsIn = (type: ResourceType, list: string): AttributePath[] =>
  list.split(',').flatMap((text) => resolvePath(type, text.trim()) ?? []);

/** An attribute that was asked for brings its sub-attributes; a sub-attribute brings what it is in. */
function covers(path: AttributePath, attribute: Attribute, sub?: Attribute, extension?: string): boolean {
  if (path.attribute !== attribute || path.extension !== extension) return false;
  return sub === undefined || path.subAttribute === undefined || path.subAttribute === sub;
}

const names = (path: AttributePath, attribute: Attribute, sub?: Attribute, extension?: string): boolean =>
  path.attribute === attribute && path.extension === extension && path.subAttribute === sub;
