import { badRequest } from '../scim-error';
import type { Attribute, ResourceType, Schema } from './attribute';
import { builtInTypes } from './built-in-types';
import type { DefinedType } from './parse-resource-type';

/** Schemas that every job has. */
const builtInSchemas: readonly Schema[] = builtInTypes.flatMap(({ schema, schemaExtensions }) => [
  schema,
  ...schemaExtensions.map((extension) => extension.schema),
]);

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
  assertDistinctSchemas(type.schema, added);
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
  assertDistinctSchemas(own, extensions);
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
  const twice = repeated(values);
  if (twice !== undefined) throw badRequest('invalidValue', `Two resource types have the ${what} ${twice}.`);
}

function assertDistinctSchemas({ id }: Schema, extensions: ResourceType['schemaExtensions']): void {
  const twice = repeated([id, ...extensions.map(({ schema }) => schema.id)]);
  if (twice !== undefined) throw badRequest('invalidValue', `A resource type has the schema ${twice} twice.`);
}

/** The first value that was there before, in whatever letter case. */
function repeated(values: readonly string[]): string | undefined {
  const folded = values.map((value) => value.toLowerCase());
  return values.find((_, index) => folded.indexOf(folded[index] as string) !== index);
}
