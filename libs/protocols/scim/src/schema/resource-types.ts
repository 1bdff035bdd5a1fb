import { badRequest } from '../scim-error';
import { isObject } from '../resource/resource';
import type { Attribute, ResourceType, Schema } from './attribute';
import { groupType } from './group';
import { userType } from './user';

/** The types that every job has. */
export const builtInTypes: readonly ResourceType[] = [userType, groupType];

/** Schemas that every job has. */
const builtInSchemas: readonly Schema[] = builtInTypes.flatMap(({ schema, schemaExtensions }) => [
  schema,
  ...schemaExtensions.map((extension) => extension.schema),
]);

const typeName = /^[A-Za-z][\w-]{0,63}$/;
const endpointPath = /^\/[A-Za-z][\w-]{0,63}$/;
const takenEndpoints = ['schemas', 'resourcetypes', 'serviceproviderconfig', 'bulk', 'me'];

/** A resource type as a job defines it (RFC 7643 §6), its schemas by URN. */
export interface DefinedType {
  readonly name: string;
  readonly description: string;
  readonly endpoint: string;
  readonly schema: string;
  readonly schemaExtensions: readonly { readonly schema: string; readonly required: boolean }[];
}

/**
 * Reads the definition of a resource type. For `User` and `Group` it is their extensions that are defined; all else of
 * them is given.
 *
 * @throws ScimError `invalidValue` that names the member and what it takes
 */
export function parseResourceType(given: unknown): DefinedType {
  if (!isObject(given)) throw badRequest('invalidSyntax', 'A resource type is a JSON object.');
  const { name, description } = given;
  if (typeof name !== 'string' || !typeName.test(name)) {
    throw badRequest('invalidValue', '"name" takes a letter, then letters, digits, - or _.');
  }
  const builtIn = builtInTypes.find((type) => type.name.toLowerCase() === name.toLowerCase());
  const { endpoint = builtIn?.endpoint, schema = builtIn?.schema.id } = given;
  if (
    typeof endpoint !== 'string' ||
    !endpointPath.test(endpoint) ||
    takenEndpoints.includes(endpoint.slice(1).toLowerCase())
  ) {
    throw badRequest(
      'invalidValue',
      '"endpoint" takes a path of one step that is not one of the protocol, such as /Devices.',
    );
  }
  if (typeof schema !== 'string') throw badRequest('invalidValue', '"schema" takes the URN of a schema.');
  if (builtIn && (endpoint !== builtIn.endpoint || schema !== builtIn.schema.id)) {
    throw badRequest('invalidValue', `The endpoint and schema of ${builtIn.name} are given.`);
  }
  return {
    name: builtIn?.name ?? name,
    description: typeof description === 'string' ? description : (builtIn?.description ?? name),
    endpoint,
    schema,
    schemaExtensions: extensionsOf(given.schemaExtensions ?? []),
  };
}

function extensionsOf(given: unknown): DefinedType['schemaExtensions'] {
  const isExtension = (each: unknown) =>
    isObject(each) && typeof each.schema === 'string' && typeof (each.required ?? false) === 'boolean';
  if (!Array.isArray(given) || given.length > 50 || !given.every(isExtension)) {
    throw badRequest('invalidValue', '"schemaExtensions" takes a list of {"schema": URN, "required": true or false}.');
  }
  return (given as { schema: string; required?: boolean }[]).map(({ schema, required = false }) => ({
    schema,
    required,
  }));
}

/**
 * The resource types of a job: the built-in ones, with the extensions it defined, and its own.
 *
 * @throws ScimError `invalidValue` for a type whose schema nobody uploaded, or whose name or endpoint another has
 */
export function resourceTypesOf(schemas: readonly Schema[], defined: readonly DefinedType[]): ResourceType[] {
  const known = [...builtInSchemas, ...schemas];
  const schemaNamed = (id: string): Schema => {
    const found = known.find((schema) => schema.id.toLowerCase() === id.toLowerCase());
    if (!found) throw badRequest('invalidValue', `There is no schema ${id}; it must be uploaded first.`);
    return found;
  };
  const extended = builtInTypes.map((type) => {
    const definition = defined.find(({ name }) => name === type.name);
    return definition ? withExtensions(type, definition, schemaNamed) : type;
  });
  const own = defined.filter(({ name }) => !builtInTypes.some((type) => type.name === name));
  const types = [...extended, ...own.map((definition) => ownType(definition, schemaNamed))];
  assertDistinct(
    types.map(({ name }) => name),
    'name',
  );
  assertDistinct(
    types.map(({ endpoint }) => endpoint),
    'endpoint',
  );
  return types;
}

type SchemaNamed = (id: string) => Schema;

function withExtensions(type: ResourceType, { schemaExtensions }: DefinedType, schemaNamed: SchemaNamed): ResourceType {
  const has = (id: string) => type.schemaExtensions.some(({ schema }) => schema.id.toLowerCase() === id.toLowerCase());
  const added = schemaExtensions
    .filter(({ schema }) => !has(schema))
    .map(({ schema, required }) => ({ schema: schemaNamed(schema), required }));
  const lookups = added.flatMap(({ schema }) => lookupsIn(schema.attributes, `${schema.id}:`));
  return {
    ...type,
    schemaExtensions: [...type.schemaExtensions, ...added],
    lookups: [...type.lookups, ...lookups.slice(0, mostLookups)],
  };
}

function ownType(
  { name, description, endpoint, schema, schemaExtensions }: DefinedType,
  schemaNamed: SchemaNamed,
): ResourceType {
  const own = schemaNamed(schema);
  const extensions = schemaExtensions.map(({ schema: id, required }) => ({ schema: schemaNamed(id), required }));
  assertDistinct([own.id, ...extensions.map((each) => each.schema.id)], 'schema');
  const lookups = [
    ...lookupsIn(own.attributes, ''),
    ...extensions.flatMap((each) => lookupsIn(each.schema.attributes, `${each.schema.id}:`)),
  ];
  return {
    id: name,
    name,
    description,
    endpoint,
    schema: own,
    schemaExtensions: extensions,
    lookups: ['externalId', ...lookups.slice(0, mostLookups)],
    apart: null,
    memberOf: null,
  };
}

/** Indexed paths that a job's own schemas add to a type; Azure AD may match by any single text. */
const mostLookups = 20;

const lookupsIn = (attributes: readonly Attribute[], prefix: string): string[] =>
  attributes
    .filter(({ type, multiValued, returned }) => type === 'string' && !multiValued && returned !== 'never')
    .sort((one, other) => Number(other.uniqueness !== 'none') - Number(one.uniqueness !== 'none'))
    .map(({ name }) => prefix + name);

function assertDistinct(values: readonly string[], what: string): void {
  const folded = values.map((value) => value.toLowerCase());
  const twice = values.find((_, index) => folded.indexOf(folded[index] as string) !== index);
  if (twice !== undefined) throw badRequest('invalidValue', `Two resource types have the ${what} ${twice}.`);
}
