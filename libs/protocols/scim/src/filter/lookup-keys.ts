import { createHash } from 'node:crypto';
import { foldCase } from '../fold-case';
import type { Resource } from '../resource/resource';
import type { Attribute, ResourceType } from '../schema/attribute';
import type { CheckedFilter } from './checked-filter';
import { isCaseExact } from './comparison';
import { comparedPlace, resourceScope, valuesAt } from './value-place';

/** An entry of an index has an end; what is longer is looked up by its digest. */
const longestValue = 200;

/**
 * What a resource can be looked up by: one text, `path=value`, for each value at each path of `type.lookups`. Values
 * are folded unless they are case exact; of those over 200 characters the text has the SHA-256, `path#…`.
 */
export function lookupKeysOf(type: ResourceType, resource: Resource): string[] {
  const scope = resourceScope(type);
  const keys = type.lookups.flatMap((path) => {
    const place = scope(path);
    const compared = place && comparedPlace(place);
    if (!compared) return [];
    return valuesAt(compared.steps, resource).flatMap((value) =>
      typeof value === 'string' ? keyOf(compared.path, value, compared.attribute) : [],
    );
  });
  return [...new Set(keys)];
}

function keyOf(path: string, value: string, attribute: Attribute): string {
  const text = isCaseExact(attribute) ? value : foldCase(value);
  if (text.length <= longestValue) return `${path}=${text}`;
  return `${path}#${createHash('sha256').update(text).digest('hex')}`;
}

/**
 * Look-up keys of which whoever matches a filter has every one: those of its `eq` terms that are joined by `and`, in
 * brackets too. They only narrow; the filter still decides.
 */
export function lookupKeysAsked(type: ResourceType, filter: CheckedFilter): string[] {
  const keys = equalitiesOf(filter).flatMap(({ path, value, attribute }) =>
    type.lookups.includes(path) ? keyOf(path, value, attribute) : [],
  );
  return [...new Set(keys)];
}

/**
 * The texts that a filter asks for at a path by `eq`, joined by `and`: whoever matches it has them all there. Of several
 * ids that is nobody.
 */
export function valuesAsked(filter: CheckedFilter, path: string): string[] {
  const values = equalitiesOf(filter).flatMap((equality) => (equality.path === path ? equality.value : []));
  return [...new Set(values)];
}

/**
 * Whether a filter is nothing but equalities on look-up paths and `id`, joined by `and`: then whoever has all its keys
 * and its id matches it. In brackets there may be one; of several the same element must have them all.
 */
export function isAnsweredByKeys(type: ResourceType, filter: CheckedFilter): boolean {
  if (filter.kind === 'and') return filter.terms.every((term) => isAnsweredByKeys(type, term));
  const term = filter.kind === 'some' ? filter.filter : filter;
  const [equality] = term.kind === 'compare' ? equalitiesOf(term) : [];
  return equality !== undefined && (equality.path === 'id' || type.lookups.includes(equality.path));
}

interface TextEquality {
  readonly path: string;
  readonly value: string;
  readonly attribute: Attribute;
}

/** The equalities that hold wherever a filter does; what holds for some element holds for some value. */
function equalitiesOf(filter: CheckedFilter): TextEquality[] {
  if (filter.kind === 'and') return filter.terms.flatMap(equalitiesOf);
  if (filter.kind === 'some') return equalitiesOf(filter.filter);
  if (filter.kind !== 'compare' || filter.comparison.as !== 'text' || filter.comparison.operator !== 'eq') return [];
  const { place, comparison } = filter;
  return [{ path: place.path, value: comparison.value, attribute: place.attribute }];
}
