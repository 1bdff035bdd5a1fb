import { foldCase } from '../fold-case';
import { badRequest } from '../scim-error';
import type { ResourceType, Schema } from '../schema/attribute';
import { resolvePath, spell } from '../schema/attribute-path';
import { assignedValue } from './assigned-values';
import { type Draft, isObject, type Resource } from './resource';

/** A body that was read, and the names in it that no schema knows. */
export interface ParsedResource {
  readonly resource: Resource;
  readonly ignored: readonly string[];
}

/** The server's own; what a client sends under these names is not looked at (RFC 7643 §3.1). */
export const serverMembers = ['schemas', 'id', 'meta'];

/**
 * Reads the body of a POST or PUT.
 *
 * Attributes that no schema knows are ignored and named: Azure AD's admins map more than we know, and refusing them
 * would block the whole person.
 *
 * @throws ScimError `invalidSyntax` for what is no resource, `invalidValue` for a value that does not fit or is missing
 */
export function parseResource(type: ResourceType, body: unknown): ParsedResource {
  if (!isObject(body)) throw badRequest('invalidSyntax', 'The body is not a JSON object.');
  assertSchemas(type, body);
  const draft: Draft = {};
  const ignored: string[] = [];
  for (const [name, value] of Object.entries(body)) {
    const extension = extensionNamed(type, name);
    if (extension) readExtension(draft, { type, extension, value, ignored });
    else if (!serverMembers.includes(name.toLowerCase())) assign(draft, { type, name, value, ignored });
  }
  assertRequired(type, draft);
  return { resource: draft, ignored };
}

function assertSchemas(type: ResourceType, body: Record<string, unknown>): void {
  const given = Object.entries(body).find(([name]) => name.toLowerCase() === 'schemas')?.[1];
  const urns = Array.isArray(given) ? given : [];
  const named = urns.some((urn) => typeof urn === 'string' && urn.toLowerCase() === type.schema.id.toLowerCase());
  // An unknown URN is harmless: Azure AD misspells one and adds a legacy one (scim.md §1.3).
  if (!named) throw badRequest('invalidSyntax', `"schemas" must name ${type.schema.id}.`);
}

export const extensionNamed = (type: ResourceType, name: string): Schema | undefined =>
  type.schemaExtensions.find(({ schema }) => schema.id.toLowerCase() === name.toLowerCase())?.schema;

interface Reading {
  readonly type: ResourceType;
  readonly ignored: string[];
}

function readExtension(
  draft: Draft,
  { type, extension, value, ignored }: Reading & { extension: Schema; value: unknown },
) {
  if (value === null || value === undefined) return;
  if (!isObject(value)) throw badRequest('invalidValue', `"${extension.id}" takes an object.`);
  for (const [name, member] of Object.entries(value)) {
    assign(draft, { type, name: `${extension.id}:${name}`, value: member, ignored });
  }
}

function assign(draft: Draft, { type, name, value, ignored }: Reading & { name: string; value: unknown }): void {
  const path = resolvePath(type, name);
  if (!path || path.subAttribute) return void ignored.push(name);
  const { attribute, extension } = path;
  if (attribute.mutability === 'readOnly') return;
  const assigned = assignedValue(attribute, value, spell(path));
  // What is never returned is for the moment of the request; we have no use for it and keep no secret.
  if (assigned === undefined || attribute.returned === 'never') return;
  const holder = extension ? extensionIn(draft, extension) : draft;
  if (!Object.hasOwn(holder, attribute.name)) holder[attribute.name] = assigned;
}

const extensionIn = (draft: Draft, urn: string): Draft => (draft[urn] ??= {}) as Draft;

/** @throws ScimError `invalidValue` that names what is missing */
export function assertRequired(type: ResourceType, resource: Resource): void {
  const missing = type.schema.attributes.filter(({ required, name }) => required && resource[name] === undefined);
  if (missing.length === 0) return;
  throw badRequest('invalidValue', `"${missing.map(({ name }) => name).join('", "')}" is required.`);
}

/** The values that no two resources of a type may share, as they are compared. */
export function uniqueValues(type: ResourceType, resource: Resource): { path: string; value: string }[] {
  return type.schema.attributes.flatMap(({ name, uniqueness, caseExact }) => {
    const value = resource[name];
    if (uniqueness === 'none' || typeof value !== 'string') return [];
    return [{ path: name, value: caseExact ? value : foldCase(value) }];
  });
}
