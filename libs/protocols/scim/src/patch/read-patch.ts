import { parsePatchPath } from '../filter/parse-filter';
import type { Leniency } from '../leniency/leniency';
import type { MemberStep } from '../members/member-steps';
import { assignedValue, isUnassigned, type Reading } from '../resource/assigned-values';
import { assertKnown, serverMembers } from '../resource/parse-resource';
import { isObject } from '../resource/resource';
import type { ResourceType, Schema } from '../schema/attribute';
import { type AttributePath, extensionNamed, findSubAttribute, resolvePath, spell } from '../schema/attribute-path';
import { badRequest } from '../scim-error';
import type { Change } from './change';
import { memberStepsOf } from './member-changes';
import { parseOperations, type PatchOperation } from './patch-operations';

/** A name, or several joined by dots, behind a URN or not (RFC 7644 §3.5.2). */
const attributePath = /^[A-Za-z$](?:[\w$:/-]|\.(?=[\w$]))*$/;

/** A PATCH as it was read; it holds for whatever resource it is applied to. */
export interface Patch {
  readonly changes: readonly Change[];
  /** What it does to the values that are kept apart from the resource. */
  readonly memberSteps: readonly MemberStep[];
  /** Paths that no schema knows; filled while the patch is read. */
  readonly unknown: readonly string[];
}

/**
 * Reads the body of a PATCH: every shape of both Azure AD dialects, and the RFC's (RFC 7644 §3.5.2; scim.md §1.4,
 * §2.4).
 *
 * @throws ScimError as the table of scim.md §2.10 has it
 */
export function readPatch(type: ResourceType, body: unknown, leniency: Leniency): Patch {
  const reader = new PatchReader(type, { leniency, unknown: [] });
  for (const operation of parseOperations(body, leniency)) reader.take(operation);
  const { changes, memberSteps, unknown } = reader;
  assertKnown(unknown, leniency);
  return { changes, memberSteps, unknown };
}

class PatchReader {
  readonly changes: Change[] = [];
  readonly memberSteps: MemberStep[] = [];

  constructor(
    private readonly type: ResourceType,
    private readonly reading: Reading,
  ) {}

  get unknown(): readonly string[] {
    return this.reading.unknown;
  }

  take(operation: PatchOperation): void {
    const { op, path, value, hasValue } = operation;
    if (op !== 'remove' && !hasValue) throw badRequest('invalidValue', `"${op}" takes a value.`);
    if (path !== undefined) {
      const extension = extensionNamed(this.type, path);
      return extension ? this.takeExtension(operation, extension) : this.takeAt(operation, path);
    }
    if (op === 'remove') throw badRequest('noTarget', '"remove" takes a path.');
    if (!isObject(value)) throw badRequest('invalidValue', `"${op}" without a path takes an object.`);
    this.takeMembers(op, value);
  }

  /** One change for each member of a value without a path. */
  private takeMembers(op: PatchOperation['op'], value: Record<string, unknown>): void {
    for (const [name, member] of Object.entries(value)) {
      if (serverMembers.includes(name.toLowerCase())) continue;
      const extension = extensionNamed(this.type, name);
      const operation = { op, path: name, value: member, hasValue: true };
      if (extension) this.takeExtension(operation, extension);
      else this.takeAt(operation, name);
    }
  }

  private takeExtension({ op, value }: PatchOperation, { id, attributes }: Schema): void {
    if (op !== 'remove' && !isUnassigned(value) && !isObject(value)) {
      throw badRequest('invalidValue', `"${id}" takes an object.`);
    }
    // A whole extension is emptied by emptying each of its attributes that is the client's.
    const writable = attributes.filter(({ mutability }) => mutability !== 'readOnly');
    const all = () => Object.fromEntries(writable.map(({ name }) => [name, null]));
    const members = op !== 'remove' && isObject(value) ? value : all();
    for (const [name, member] of Object.entries(members)) {
      this.takeAt({ op, path: undefined, value: member, hasValue: true }, `${id}:${name}`);
    }
  }

  private takeAt({ op, value, hasValue }: PatchOperation, path: string): void {
    const { attribute, filter, sub } = parsePatchPath(path);
    if (!attributePath.test(attribute)) {
      throw badRequest('invalidPath', `"${path.slice(0, 200)}" is no path.`);
    }
    const found = resolvePath(this.type, attribute);
    const at = found && withSub(found, sub);
    if (!at) return void this.reading.unknown.push(path.slice(0, 200));
    assertWritable(at);
    const change = { op, at, filter, value, hasValue, reading: this.reading };
    if (!at.extension && at.attribute.name === this.type.apart) this.memberSteps.push(...memberStepsOf(change));
    else this.takeChange(change);
  }

  /** Reads the value once before it is applied, so that all that is unknown is known when the patch has been read. */
  private takeChange(change: Change): void {
    assertFilterable(change);
    readValue(change);
    this.changes.push({ ...change, reading: { leniency: this.reading.leniency, unknown: [] } });
  }
}

function withSub(path: AttributePath, sub: string | undefined): AttributePath | undefined {
  if (sub === undefined) return path;
  const subAttribute = findSubAttribute(path.attribute, sub);
  return subAttribute && { ...path, subAttribute };
}

function assertFilterable({ at, filter }: Change): void {
  if (!filter || at.attribute.multiValued) return;
  throw badRequest('invalidFilter', `"${spell(at)}" has one value; a filter selects among several.`);
}

function readValue(change: Change): void {
  const { at, filter, value, reading } = change;
  const { attribute, subAttribute } = at;
  const target = subAttribute ?? (filter ? { ...attribute, multiValued: false } : attribute);
  if (target.returned !== 'never' && hasMeaning(change)) assignedValue(target, value, spell(at), reading);
}

/** What is removed from a list may be listed; any other value of `remove` means nothing (scim.md §1.4 rule 11). */
const hasMeaning = ({ op, at: { attribute, subAttribute }, filter, hasValue }: Change): boolean =>
  hasValue && (op !== 'remove' || (attribute.multiValued && !subAttribute && !filter));

function assertWritable(at: AttributePath): void {
  if (at.attribute.mutability !== 'readOnly' && at.subAttribute?.mutability !== 'readOnly') return;
  throw badRequest('mutability', `"${spell(at)}" cannot be written.`);
}
