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

/** The extension with this URN in any letter case. */
export const extensionNamed = (type: ResourceType, urn: string): Schema | undefined =>
  type.schemaExtensions.find(({ schema }) => schema.id.toLowerCase() === urn.toLowerCase())?.schema;

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
  const schemas = [type.schema, ...type.schemaExtensions.map(({ schema }) => schema)];
  const named = longestNamed(schemas, text.toLowerCase());
  if (named) return within(type, named, text.slice(named.id.length + 1));
  for (const schema of schemas) {
    const found = within(type, schema, text);
    if (found) return found;
  }
  return undefined;
}

/** The schema that a path begins with; the URN of one may begin with another's. */
const longestNamed = (schemas: readonly Schema[], folded: string): Schema | undefined =>
  schemas
    .filter(({ id }) => folded.startsWith(`${id.toLowerCase()}:`))
    .reduce<Schema | undefined>(
      (longest, each) => (longest && longest.id.length > each.id.length ? longest : each),
      undefined,
    );

/** What a path behind a URN means; the common attributes are under the URN of the resource's own schema. */
function within(type: ResourceType, schema: Schema, text: string): AttributePath | undefined {
  const [name = '', sub, ...rest] = text.split('.');
  const isOwn = schema === type.schema;
  const attribute =
    findAttribute(schema.attributes, name) ?? (isOwn ? findAttribute(commonAttributes, name) : undefined);
  if (!attribute || rest.length > 0) return undefined;
  const path = { extension: isOwn ? undefined : schema.id, attribute };
  return sub === undefined ? { ...path, subAttribute: undefined } : withSub(path, sub);
}

function withSub(path: Omit<AttributePath, 'subAttribute'>, name: string): AttributePath | undefined {
  const subAttribute = findSubAttribute(path.attribute, name);
  return subAttribute && { ...path, subAttribute };
}

/** Azure AD names the display name of a role `displayName` (scim.md §1.5). */
export function findSubAttribute(attribute: Attribute, name: string): Attribute | undefined {
  const found = findAttribute(attribute.subAttributes, name);
  if (found || name.toLowerCase() !== 'displayname') return found;
  return findAttribute(attribute.subAttributes, 'display');
}
