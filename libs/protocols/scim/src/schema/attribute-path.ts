import { type Attribute, findAttribute, type ResourceType, type Schema } from './attribute';
import { commonAttributes } from './common-attributes';

/** A place in a resource that a schema knows. */
export interface AttributePath {
  /** URN of the extension the attribute is under; undefined for the resource's own and common attributes. */
  readonly extension: string | undefined;
  readonly attribute: Attribute;
  readonly subAttribute: Attribute | undefined;
}

/** A path in the schema's spelling: `name.givenName`, `urn:…:User:department`. */
export function spell({ extension, attribute, subAttribute }: AttributePath): string {
  const name = subAttribute ? `${attribute.name}.${subAttribute.name}` : attribute.name;
  return extension ? `${extension}:${name}` : name;
}

const schemasOf = (type: ResourceType): Schema[] => [type.schema, ...type.schemaExtensions.map(({ schema }) => schema)];

/**
 * Finds what a path means; names and URNs in any letter case. The URN may hold dots and colons, so it is compared
 * whole. A name that the core schema does not know is looked up in the extensions: on older jobs `department` and
 * `manager` come without their URN (scim.md §1.3).
 */
export function resolvePath(type: ResourceType, text: string): AttributePath | undefined {
  const known = knownPaths.get(type) ?? new Map<string, AttributePath>();
  const before = known.get(text);
  if (before) return before;
  const found = findPath(type, text);
  // Names come in any spelling, so that there is no end to what would be remembered.
  if (found && known.size < mostKnown) knownPaths.set(type, known.set(text, found));
  return found;
}

/** Clients name the same paths again and again. */
const knownPaths = new WeakMap<ResourceType, Map<string, AttributePath>>();
const mostKnown = 2_000;

function findPath(type: ResourceType, text: string): AttributePath | undefined {
  for (const schema of schemasOf(type)) {
    if (!text.toLowerCase().startsWith(`${schema.id.toLowerCase()}:`)) continue;
    const extension = schema === type.schema ? undefined : schema.id;
    const own = extension ? schema.attributes : [...schema.attributes, ...commonAttributes];
    return within(own, text.slice(schema.id.length + 1), extension);
  }
  const core = within([...type.schema.attributes, ...commonAttributes], text, undefined);
  if (core) return core;
  for (const { schema } of type.schemaExtensions) {
    const found = within(schema.attributes, text, schema.id);
    if (found) return found;
  }
  return undefined;
}

function within(attributes: readonly Attribute[], text: string, extension?: string): AttributePath | undefined {
  const [name = '', sub, ...rest] = text.split('.');
  const attribute = findAttribute(attributes, name);
  if (!attribute || rest.length > 0) return undefined;
  if (sub === undefined) return { extension, attribute, subAttribute: undefined };
  const subAttribute = findSubAttribute(attribute, sub);
  return subAttribute && { extension, attribute, subAttribute };
}

/** Azure AD names the display name of a role `displayName` (scim.md §1.5). */
export function findSubAttribute(attribute: Attribute, name: string): Attribute | undefined {
  const found = findAttribute(attribute.subAttributes, name);
  if (found || name.toLowerCase() !== 'displayname') return found;
  return findAttribute(attribute.subAttributes, 'display');
}
