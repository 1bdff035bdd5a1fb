import { foldCase } from '../fold-case';
import { badRequest } from '../scim-error';
import type { Attribute, ResourceType } from '../schema/attribute';
import { canonical } from './elements';
import { type Draft, isObject, type Resource, sameValue, type Value } from './resource';

/**
 * What a PUT leaves: an immutable value that was set and is not sent stays, one that differs is refused
 * (RFC 7644 §3.5.1).
 *
 * @throws ScimError `mutability` that names the attribute
 */
export function withImmutables(type: ResourceType, before: Resource, given: Resource): Resource {
  const draft = structuredClone(given) as Draft;
  for (const { attributes, prefix, was, is } of partsOf(type, before, draft, madePart)) {
    for (const attribute of attributes) carryOver(attribute, prefix, was, is);
  }
  return withoutEmptyParts(type, draft);
}

/**
 * Refuses a PATCH that left an immutable value other than it was.
 *
 * @throws ScimError `mutability` that names the attribute
 */
export function assertImmutables(type: ResourceType, before: Resource, after: Resource): void {
  for (const { attributes, prefix, was, is } of partsOf(type, before, after as Draft, part)) {
    for (const attribute of attributes) assertKept(attribute, prefix, was, is);
  }
}

interface Part {
  readonly attributes: readonly Attribute[];
  readonly prefix: string;
  readonly was: Resource;
  readonly is: Draft;
}

/** The resource itself, its extensions, and its single complex values: wherever an attribute can be immutable. */
function partsOf(type: ResourceType, before: Resource, after: Draft, partOf: PartOf): Part[] {
  const own = { attributes: type.schema.attributes, prefix: '', was: before, is: after };
  const extensions = type.schemaExtensions.flatMap(({ schema: { id, attributes } }) =>
    isObject(before[id]) ? [{ attributes, prefix: `${id}:`, was: before[id], is: partOf(after, id) }] : [],
  );
  return [own, ...extensions].flatMap((each) => [each, ...complexPartsOf(each, partOf)]);
}

const complexPartsOf = ({ attributes, prefix, was, is }: Part, partOf: PartOf): Part[] =>
  attributes.flatMap(({ name, multiValued, subAttributes }) => {
    if (multiValued || !isObject(was[name]) || !subAttributes.some(({ mutability }) => mutability === 'immutable')) {
      return [];
    }
    const part = { was: was[name], is: partOf(is, name) };
    return [{ attributes: subAttributes, prefix: `${prefix}${name}.`, ...part }];
  });

/** A member that is an object; what is missing counts as an empty one. */
type PartOf = (holder: Draft, name: string) => Draft;

const part: PartOf = (holder, name) => (isObject(holder[name]) ? holder[name] : {});

/** The same, put in its place where it is missing. */
const madePart: PartOf = (holder, name) => {
  const made = part(holder, name);
  holder[name] = made;
  return made;
};

function carryOver(attribute: Attribute, prefix: string, was: Resource, is: Draft): void {
  const { name, mutability } = attribute;
  if (mutability !== 'immutable' || was[name] === undefined) return;
  if (is[name] !== undefined) assertKept(attribute, prefix, was, is);
  is[name] = structuredClone(was[name]) as Draft;
}

function assertKept({ name, mutability, caseExact }: Attribute, prefix: string, was: Resource, is: Draft): void {
  if (mutability !== 'immutable' || was[name] === undefined || equal(was[name], is[name], caseExact)) return;
  throw badRequest('mutability', `"${prefix}${name}" was set, and cannot be changed any more.`);
}

function equal(one: Value, other: unknown, caseExact: boolean): boolean {
  if (Array.isArray(one) && Array.isArray(other)) return sameValue(inOrder(one), inOrder(other));
  if (!caseExact && typeof one === 'string' && typeof other === 'string') return foldCase(one) === foldCase(other);
  return sameValue(one, other);
}

/** Several values of one attribute have no order (RFC 7643 §2.4). */
const inOrder = (values: readonly unknown[]): string[] => values.map(canonical).sort();

function withoutEmptyParts(type: ResourceType, draft: Draft): Resource {
  const holders = [draft, ...type.schemaExtensions.map(({ schema }) => draft[schema.id]).filter(isObject)];
  for (const holder of holders.reverse() as Draft[]) {
    for (const [name, value] of Object.entries(holder)) {
      if (isObject(value) && Object.keys(value).length === 0) delete holder[name];
    }
  }
  return draft;
}
