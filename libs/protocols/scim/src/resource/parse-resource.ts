import { type Leniency } from '../leniency/leniency';
import { type Member, readMembers } from '../members/members';
import { badRequest } from '../scim-error';
import type { ResourceType, Schema } from '../schema/attribute';
import { type AttributePath, extensionNamed, resolvePath, spell } from '../schema/attribute-path';
import { assignedValue, isUnassigned, noteUnknown, type Reading } from './assigned-values';
import { assertRequired } from './required-values';
import { type Draft, type DraftValue, isObject, type Resource } from './resource';

/** The body of a POST or PUT, as the schema knows it. */
export interface ParsedResource {
  readonly resource: Resource;
  /** The values of the attribute that is kept apart; undefined where the body does not speak of it. */
  readonly members: readonly Member[] | undefined;
  /** Paths that no schema knows. */
  readonly unknown: readonly string[];
}

/** The server's own; what a client sends under these names is not looked at (RFC 7643 §3.1). */
export const serverMembers = ['schemas', 'id', 'meta'];

/**
 * Reads the body of a POST or PUT.
 *
 * @throws ScimError `invalidSyntax` for what is no resource, `invalidValue` for a value that does not fit or is
 *   missing, `invalidPath` for an attribute that no schema knows where the job refuses those
 */
export function parseResource(type: ResourceType, body: unknown, leniency: Leniency): ParsedResource {
  if (!isObject(body)) throw badRequest('invalidSyntax', 'The body is not a JSON object.');
  assertSchemas(type, body);
  const parser = new ResourceParser(type, leniency);
  for (const [name, value] of Object.entries(body)) parser.take(name, value);
  const { draft: resource, members, unknown } = parser;
  assertKnown(unknown, leniency);
  assertRequired(type, resource);
  return { resource, members, unknown };
}

/** @throws ScimError `invalidPath` that names what is not known, where the job refuses that */
export function assertKnown(unknown: readonly string[], { unknownAttributes }: Leniency): void {
  if (unknownAttributes === 'ignore' || unknown.length === 0) return;
  const names = unknown.slice(0, 10).map((path) => `"${path.slice(0, 100)}"`);
  throw badRequest('invalidPath', `No schema of this resource type knows ${names.join(', ')}.`);
}

function assertSchemas(type: ResourceType, body: Record<string, unknown>): void {
  const given = Object.entries(body).find(([name]) => name.toLowerCase() === 'schemas')?.[1];
  const urns = Array.isArray(given) ? given.map((urn) => (typeof urn === 'string' ? urn.toLowerCase() : '')) : [];
  // An unknown URN is harmless: Azure AD misspells one and adds a legacy one (scim.md §1.3).
  if (!urns.includes(type.schema.id.toLowerCase())) {
    throw badRequest('invalidSyntax', `"schemas" must name ${type.schema.id}.`);
  }
  if (new Set(urns).size < urns.length) throw badRequest('invalidSyntax', '"schemas" names a URN twice.');
}

class ResourceParser {
  readonly draft: Draft = {};
  members: readonly Member[] | undefined;
  private readonly reading: Reading;

  constructor(
    private readonly type: ResourceType,
    leniency: Leniency,
  ) {
    this.reading = { leniency, unknown: [] };
  }

  get unknown(): readonly string[] {
    return this.reading.unknown;
  }

  take(name: string, value: unknown): void {
    const extension = extensionNamed(this.type, name);
    if (extension) this.takeExtension(extension, value);
    else if (!serverMembers.includes(name.toLowerCase())) this.assign(name, value);
  }

  private takeExtension(extension: Schema, value: unknown): void {
    if (isUnassigned(value)) return;
    if (!isObject(value)) throw badRequest('invalidValue', `"${extension.id}" takes an object.`);
    for (const [name, member] of Object.entries(value)) this.assign(`${extension.id}:${name}`, member);
  }

  private assign(name: string, value: unknown): void {
    const path = resolvePath(this.type, name);
    if (!path || path.subAttribute) return noteUnknown(this.reading, name, value);
    const { attribute, extension } = path;
    if (attribute.mutability === 'readOnly') return;
    if (!extension && attribute.name === this.type.apart) this.members ??= readMembers(value, attribute.name);
    else this.keep(path, assignedValue(attribute, value, spell(path), this.reading));
  }

  private keep({ attribute: { name, returned }, extension }: AttributePath, value: DraftValue | undefined): void {
    // What is never returned is for the moment of the request; we have no use for it and keep no secret.
    if (value === undefined || returned === 'never') return;
    const holder = extension ? ((this.draft[extension] ??= {}) as Draft) : this.draft;
    if (!Object.hasOwn(holder, name)) holder[name] = value;
  }
}
