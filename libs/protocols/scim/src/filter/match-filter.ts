import { foldCase } from '../fold-case';
import type { Resource, Value } from '../resource/resource';
import { findSubAttribute, resolvePath } from '../schema/attribute-path';
import type { Attribute, ResourceType } from '../schema/attribute';
import type { Filter, Literal, Operator } from './filter';

/**
 * Whether a resource matches a filter. An attribute that no schema knows matches nothing but `ne` and `not`
 * (RFC 7644 §3.4.2.2 leaves it open).
 */
export function matches(type: ResourceType, filter: Filter, resource: Resource): boolean {
  return holds(filter, (path) => valuesAt(type, path, resource));
}

/** Whether one element of a multi-valued attribute matches what stands in brackets. */
export function elementMatches(attribute: Attribute, filter: Filter, element: Value): boolean {
  return holds(filter, (path) => {
    const sub = findSubAttribute(attribute, path);
    if (!sub) return { values: [], caseExact: false };
    return { values: listed(member(element, sub.name)), caseExact: sub.caseExact };
  });
}

interface Found {
  readonly values: readonly Value[];
  readonly caseExact: boolean;
  /** For a filter in brackets. */
  readonly attribute?: Attribute;
}

function holds(filter: Filter, find: (path: string) => Found): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.terms.every((term) => holds(term, find));
    case 'or':
      return filter.terms.some((term) => holds(term, find));
    case 'not':
      return !holds(filter.term, find);
    case 'present':
      return find(filter.path).values.length > 0;
    case 'compare':
      return compare(find(filter.path), filter.operator, filter.value);
    case 'element':
      return someElement(filter, find(filter.path));
  }
}

function someElement({ filter, sub }: Extract<Filter, { kind: 'element' }>, { values, attribute }: Found): boolean {
  if (!attribute) return false;
  const both: Filter = sub ? { kind: 'and', terms: [filter, sub] } : filter;
  return values.some((element) => elementMatches(attribute, both, element));
}

function compare({ values, caseExact }: Found, operator: Operator, literal: Literal): boolean {
  if (operator === 'ne') return !compare({ values, caseExact }, 'eq', literal);
  if (literal === null) return operator === 'eq' && values.length === 0;
  return values.some((value) => compareOne(comparable(value, caseExact), operator, comparable(literal, caseExact)));
}

const comparable = (value: Value | Literal, caseExact: boolean) => {
  const simple = typeof value === 'object' && value !== null ? (member(value, 'value') ?? null) : (value ?? null);
  return typeof simple === 'string' && !caseExact ? foldCase(simple) : simple;
};

function compareOne(value: unknown, operator: Operator, literal: unknown): boolean {
  if (typeof value === 'string' && typeof literal === 'string') return compareTexts(value, operator, literal);
  // A boolean may be asked for as a text (scim.md §1.4 rule 2).
  if (operator === 'eq') return value === literal || (typeof value === 'boolean' && String(value) === literal);
  return typeof value === 'number' && typeof literal === 'number' && ordered(value - literal, operator);
}

function compareTexts(value: string, operator: Operator, literal: string): boolean {
  if (operator === 'co') return value.includes(literal);
  if (operator === 'sw') return value.startsWith(literal);
  if (operator === 'ew') return value.endsWith(literal);
  return operator === 'eq' ? value === literal : ordered(value < literal ? -1 : value > literal ? 1 : 0, operator);
}

const ordered = (difference: number, operator: Operator): boolean =>
  (operator === 'gt' && difference > 0) ||
  (operator === 'ge' && difference >= 0) ||
  (operator === 'lt' && difference < 0) ||
  (operator === 'le' && difference <= 0);

function valuesAt(type: ResourceType, text: string, resource: Resource): Found {
  const path = resolvePath(type, text);
  if (!path) return { values: [], caseExact: false };
  const { extension, attribute, subAttribute } = path;
  const holder = extension ? resource[extension] : resource;
  const values = listed(member(holder, attribute.name));
  if (!subAttribute) return { values, caseExact: attribute.caseExact, attribute };
  return {
    values: values.flatMap((value) => listed(member(value, subAttribute.name))),
    caseExact: subAttribute.caseExact,
  };
}

const listed = (value: Value | undefined): readonly Value[] =>
  value === undefined || value === null || value === ''
    ? []
    : Array.isArray(value)
      ? (value as readonly Value[])
      : [value];

const member = (value: Value | undefined, name: string): Value | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name)
    ? (value as Record<string, Value>)[name]
    : undefined;
