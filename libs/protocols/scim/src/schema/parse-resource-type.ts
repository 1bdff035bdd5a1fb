import { badRequest } from '../scim-error';
import { isObject } from '../resource/resource';
import type { ResourceType } from './attribute';
import { builtInTypes } from './built-in-types';
import { optionalText } from './parse-schema';

/** A resource type as a job defines it (RFC 7643 §6), its schemas by URN. */
export interface DefinedType {
  readonly name: string;
  readonly description: string;
  readonly endpoint: string;
  readonly schema: string;
  readonly schemaExtensions: readonly { readonly schema: string; readonly required: boolean }[];
}

const typeName = /^[A-Za-z][\w-]{0,63}$/;
const endpointPath = /^\/[A-Za-z][\w-]{0,63}$/;
const takenEndpoints = ['/schemas', '/resourcetypes', '/serviceproviderconfig', '/bulk', '/me'];
const mostExtensions = 50;

/**
 * Reads the definition of a resource type. For `User` and `Group` it is their extensions that are defined; all else of
 * them is given.
 *
 * @throws ScimError `invalidValue` that names the member and what it takes
 */
export function parseResourceType(given: unknown): DefinedType {
  if (!isObject(given)) throw badRequest('invalidSyntax', 'A resource type is a JSON object.');
  const name = nameIn(given);
  const builtIn = builtInTypes.find((type) => type.name.toLowerCase() === name.toLowerCase());
  const schemaExtensions = extensionsIn(given);
  return builtIn ? extended(builtIn, given, schemaExtensions) : own(name, given, schemaExtensions);
}

type Given = Readonly<Record<string, unknown>>;
type Extensions = DefinedType['schemaExtensions'];

function nameIn({ name }: Given): string {
  if (typeof name === 'string' && typeName.test(name)) return name;
  throw badRequest('invalidValue', '"name" takes a letter, then letters, digits, - or _.');
}

function extended(type: ResourceType, { endpoint, schema }: Given, schemaExtensions: Extensions): DefinedType {
  const { name, description } = type;
  const isGiven = (endpoint ?? type.endpoint) === type.endpoint && (schema ?? type.schema.id) === type.schema.id;
  if (!isGiven) throw badRequest('invalidValue', `The endpoint and schema of ${name} are given.`);
  return { name, description, endpoint: type.endpoint, schema: type.schema.id, schemaExtensions };
}

function own(name: string, { endpoint, schema, description }: Given, schemaExtensions: Extensions): DefinedType {
  if (!isFreeEndpoint(endpoint)) {
    const takes = 'takes a path of one step that is not one of the protocol, such as /Devices';
    throw badRequest('invalidValue', `"endpoint" ${takes}.`);
  }
  if (typeof schema !== 'string') throw badRequest('invalidValue', '"schema" takes the URN of a schema.');
  return { name, description: optionalText(description, 'description') ?? name, endpoint, schema, schemaExtensions };
}

const isFreeEndpoint = (endpoint: unknown): endpoint is string =>
  typeof endpoint === 'string' && endpointPath.test(endpoint) && !takenEndpoints.includes(endpoint.toLowerCase());

interface Extension {
  readonly schema: string;
  readonly required?: boolean;
}

function extensionsIn({ schemaExtensions = [] }: Given): Extensions {
  const isExtension = (each: unknown): each is Extension =>
    isObject(each) && typeof each.schema === 'string' && typeof (each.required ?? false) === 'boolean';
  if (
    Array.isArray(schemaExtensions) &&
    schemaExtensions.length <= mostExtensions &&
    schemaExtensions.every(isExtension)
  ) {
    return schemaExtensions.map(({ schema, required = false }) => ({ schema, required }));
  }
  throw badRequest('invalidValue', '"schemaExtensions" takes a list of {"schema": URN, "required": true or false}.');
}
