import { badRequest } from '../scim-error';
import { isObject } from '../resource/resource';
import { isText } from '../resource/simple-values';
import { type Attribute, attribute, type Schema } from './attribute';

/** Attributes and sub-attributes of one schema. */
const mostAttributes = 500;
/** What a PATCH path can name (RFC 7644 §3.5.2); other characters that a URN may have are nobody's. */
const urn = /^urn:[a-z0-9][a-z0-9-]{0,31}:(?:[\w$:/-]|\.(?=[\w$])){1,200}$/i;
const longestText = 2_000;
/** RFC 7643 §2.1. */
const attributeName = /^(?:[A-Za-z][\w$-]{0,99}|\$ref)$/;
/** The server's own names (RFC 7643 §3.1). */
const reserved = ['schemas', 'id', 'externalid', 'meta'];

/**
 * Reads a schema as RFC 7643 §7 writes it; what is left out has the RFC's defaults (§2.2).
 *
 * @throws ScimError `invalidValue` that names the attribute and what is wrong with it
 */
export function parseSchema(given: unknown): Schema {
  if (!isObject(given)) throw badRequest('invalidSyntax', 'A schema is a JSON object.');
  const { id, name, description, attributes } = given;
  if (typeof id !== 'string' || !urn.test(id)) throw badRequest('invalidValue', '"id" takes a URN.');
  const read = attributeList(attributes, 'attributes', (each, path) => parseAttribute(each, path, types));
  assertOwnNames(read);
  return {
    id,
    name: optionalText(name, 'name') ?? id,
    description: optionalText(description, 'description') ?? '',
    attributes: read,
  };
}

function assertOwnNames(attributes: readonly Attribute[]): void {
  const count = attributes.reduce((sum, { subAttributes }) => sum + 1 + subAttributes.length, 0);
  if (count > mostAttributes) throw badRequest('invalidValue', `A schema may have ${mostAttributes} attributes.`);
  for (const { name } of attributes) {
    if (!reserved.includes(name.toLowerCase())) continue;
    throw badRequest('invalidValue', `"${name}" is an attribute of every resource, and not a schema's.`);
  }
}

function attributeList(
  given: unknown,
  path: string,
  parse: (attribute: unknown, path: string) => Attribute,
): Attribute[] {
  if (!Array.isArray(given) || given.length === 0 || given.length > mostAttributes) {
    throw badRequest('invalidValue', `"${path}" takes a list of 1 to ${mostAttributes} attributes.`);
  }
  const attributes = given.map((each, index) => parse(each, `${path}[${index}]`));
  const names = attributes.map(({ name }) => name.toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw badRequest('invalidValue', `"${path}" names "${twice}" twice.`);
  return attributes;
}

/** @param allowed a complex attribute has no complex ones in it */
function parseAttribute(given: unknown, path: string, allowed: readonly Attribute['type'][]): Attribute {
  if (!isObject(given)) throw badRequest('invalidValue', `"${path}" is not a JSON object.`);
  const name = nameOf(given, path);
  const one = oneOf(given, name);
  const parsed = attribute(name, {
    type: one('type', allowed, 'string'),
    multiValued: flag(given, 'multiValued', name),
    required: flag(given, 'required', name),
    caseExact: flag(given, 'caseExact', name),
    mutability: one('mutability', mutabilities, 'readWrite'),
    returned: one('returned', returneds, given.mutability === 'writeOnly' ? 'never' : 'default'),
    uniqueness: one('uniqueness', uniquenesses, 'none'),
    canonicalValues: texts(given, 'canonicalValues', name),
    referenceTypes: texts(given, 'referenceTypes', name),
    description: optionalText(given.description, `${name}.description`) ?? '',
  });
  assertConsistent(parsed);
  return parsed.type === 'complex' ? withSubAttributes(parsed, given) : withoutSubAttributes(parsed, given);
}

function assertConsistent({ name, type, mutability, returned, uniqueness }: Attribute): void {
  if (mutability === 'writeOnly' && returned !== 'never') {
    throw badRequest('invalidValue', `"${name}" is writeOnly, and so returned never (RFC 7643 §2.2).`);
  }
  if (type === 'complex' && uniqueness !== 'none') {
    throw badRequest('invalidValue', `"${name}" is complex; its sub-attributes can be unique, not the whole.`);
  }
}

function withSubAttributes(parsed: Attribute, { subAttributes }: Record<string, unknown>): Attribute {
  const simple = types.filter((type) => type !== 'complex');
  const parse = (each: unknown, at: string) => parseAttribute(each, at, simple);
  return { ...parsed, subAttributes: attributeList(subAttributes, `${parsed.name}.subAttributes`, parse) };
}

function nameOf({ name }: Record<string, unknown>, path: string): string {
  // A name that every JavaScript object answers to would be found where nothing is assigned.
  if (typeof name === 'string' && attributeName.test(name) && !(name in {})) return name;
  throw badRequest(
    'invalidValue',
    `"${path}.name" takes the name of an attribute: a letter, then letters, digits, -, _ or $.`,
  );
}

function withoutSubAttributes(parsed: Attribute, { subAttributes }: Record<string, unknown>): Attribute {
  if (subAttributes === undefined || (Array.isArray(subAttributes) && subAttributes.length === 0)) return parsed;
  throw badRequest('invalidValue', `"${parsed.name}" is ${parsed.type}; only a complex attribute has sub-attributes.`);
}

const types = ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary', 'complex'] as const;
const mutabilities = ['readWrite', 'readOnly', 'immutable', 'writeOnly'] as const;
const returneds = ['default', 'always', 'never', 'request'] as const;
const uniquenesses = ['none', 'server', 'global'] as const;

const oneOf =
  (given: Record<string, unknown>, name: string) =>
  <Value extends string>(member: string, values: readonly Value[], fallback: Value): Value => {
    const value = given[member] ?? fallback;
    const found = values.find((each) => each === value);
    if (found !== undefined) return found;
    throw badRequest('invalidValue', `"${name}.${member}" takes ${values.join(', ')}.`);
  };

function flag(given: Record<string, unknown>, member: string, name: string): boolean {
  const value = given[member] ?? false;
  if (typeof value === 'boolean') return value;
  throw badRequest('invalidValue', `"${name}.${member}" takes true or false.`);
}

function texts(given: Record<string, unknown>, member: string, name: string): string[] {
  const value = given[member] ?? [];
  if (Array.isArray(value) && value.every(isText)) return value;
  throw badRequest('invalidValue', `"${name}.${member}" takes a list of texts.`);
}

/** @throws ScimError `invalidValue` for what is no text, or a long one */
export function optionalText(value: unknown, path: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (isText(value) && value.length <= longestText) return value;
  throw badRequest('invalidValue', `"${path}" takes a text of up to ${longestText} characters.`);
}
