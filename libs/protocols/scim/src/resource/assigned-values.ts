import type { Leniency } from '../leniency/leniency';
import { badRequest } from '../scim-error';
import type { Attribute } from '../schema/attribute';
import { findSubAttribute } from '../schema/attribute-path';
import { distinctElements, isPrimary, mostElements } from './elements';
import { type Draft, type DraftValue, isObject } from './resource';
import { simpleValue } from './simple-values';

/** How values are read where the RFC and its clients differ, and what was left out meanwhile. */
export interface Reading {
  readonly leniency: Pick<Leniency, 'twoPrimaries'>;
  /** Paths that no schema knows. */
  readonly unknown: string[];
}

/** `null`, absent, `[]` and an empty text are one state: unassigned (RFC 7643 §2.5). */
export const isUnassigned = (value: unknown): boolean =>
  isNothing(value) || (Array.isArray(value) && value.every(isNothing));

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** What `remove` takes for having no value at all; an empty list is one, and lists nothing. */
export const namesNone = (value: unknown): boolean => !Array.isArray(value) && isUnassigned(value);

/**
 * Reads the value of an attribute as the schema knows it: names in the schema's spelling, booleans as booleans, what is
 * unassigned left out.
 *
 * @returns undefined where nothing is assigned
 * @throws ScimError `invalidValue` that names the path and what it takes
 */
export function assignedValue(
  attribute: Attribute,
  given: unknown,
  path: string,
  reading: Reading,
): DraftValue | undefined {
  if (isUnassigned(given)) return undefined;
  if (attribute.multiValued) return elements(attribute, given, path, reading);
  return singleValue(attribute, unwrapped(given), path, reading);
}

/** 2018-era jobs wrap single values as `[{"$ref":null,"value":…}]` (scim.md §1.4 rule 10). */
export const unwrapped = (given: unknown): unknown =>
  Array.isArray(given) && given.length === 1 && isObject(given[0]) ? given[0] : given;

export function singleValue(
  attribute: Attribute,
  given: unknown,
  path: string,
  reading: Reading,
): DraftValue | undefined {
  if (isUnassigned(given)) return undefined;
  if (attribute.type === 'complex') return complexValue(attribute, given, path, reading);
  const simple = isObject(given) && Object.hasOwn(given, 'value') ? given.value : given;
  return isUnassigned(simple) ? undefined : simpleValue(attribute, simple, path);
}

function elements(attribute: Attribute, given: unknown, path: string, reading: Reading): DraftValue[] | undefined {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (list.length > mostElements) {
    throw badRequest('invalidValue', `"${path}" may have ${mostElements} values.`);
  }
  const read = list.flatMap((each) => singleValue(attribute, each, path, reading) ?? []);
  const distinct = distinctElements(attribute, read);
  if (distinct.length === 0) return undefined;
  if (distinct.filter(isPrimary).length < 2) return distinct;
  if (reading.leniency.twoPrimaries === 'keepFirst') return withFirstPrimary(distinct);
  throw badRequest('invalidValue', `"${path}" may have one primary value, not several.`);
}

function withFirstPrimary(elements: readonly DraftValue[]): DraftValue[] {
  const first = elements.find(isPrimary);
  return elements.map((each) => (each !== first && isPrimary(each) ? { ...(each as Draft), primary: false } : each));
}

function complexValue(attribute: Attribute, given: unknown, path: string, reading: Reading): Draft | undefined {
  const value: Draft = {};
  for (const [name, member] of Object.entries(membersOf(attribute, given, path))) {
    const sub = findSubAttribute(attribute, name);
    if (!sub) noteUnknown(reading, `${path}.${name}`, member);
    else if (isTaken(sub) && !Object.hasOwn(value, sub.name)) {
      const assigned = assignedValue(sub, member, `${path}.${sub.name}`, reading);
      if (assigned !== undefined) value[sub.name] = assigned;
    }
  }
  return Object.keys(value).length > 0 ? value : undefined;
}

/** What the server fills in is not taken from a client, and what is never returned is not kept. */
const isTaken = ({ mutability, returned }: Attribute): boolean => mutability !== 'readOnly' && returned !== 'never';

/** A name that no schema knows; where it is given without a value, nothing is lost. */
export function noteUnknown({ unknown }: Reading, path: string, value: unknown): void {
  if (!isUnassigned(value)) unknown.push(path);
}

/** A bare value stands for the `value` of a complex attribute that has one, as Azure AD sends managers. */
export function membersOf(attribute: Attribute, given: unknown, path: string): Record<string, unknown> {
  if (isObject(given)) return decoded(given);
  if (findSubAttribute(attribute, 'value')) return { value: given };
  throw badRequest('invalidValue', `"${path}" takes an object.`);
}

/** One dialect packs a role as JSON into its `value` (scim.md §1.5). */
function decoded(given: Record<string, unknown>): Record<string, unknown> {
  const { value } = given;
  if (typeof value !== 'string' || !value.startsWith('{')) return given;
  try {
    const inner: unknown = JSON.parse(value);
    return isObject(inner) && typeof inner.value === 'string' ? { ...given, ...inner } : given;
  } catch {
    return given;
  }
}
