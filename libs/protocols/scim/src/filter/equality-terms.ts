import { resolvePath, spell } from '../schema/attribute-path';
import type { ResourceType } from '../schema/attribute';
import type { Filter, Literal } from './filter';

/** `path eq literal`, the path in the schema's spelling. */
export interface EqualityTerm {
  readonly path: string;
  readonly value: Literal;
}

/**
 * The terms of a filter that is nothing but `eq` joined by `and`, so that it can be answered from an index; null for
 * any other. A complex attribute stands for its `value` (`manager eq "…"`).
 */
export function equalityTerms(type: ResourceType, filter: Filter): EqualityTerm[] | null {
  if (filter.kind === 'and') {
    const terms = filter.terms.map((term) => equalityTerms(type, term));
    return terms.some((term) => term === null) ? null : terms.flatMap((term) => term ?? []);
  }
  if (filter.kind !== 'compare' || filter.operator !== 'eq') return null;
  const path = resolvePath(type, filter.path);
  if (!path) return null;
  const isReference = path.attribute.type === 'complex' && !path.subAttribute;
  return [{ path: isReference ? `${spell(path)}.value` : spell(path), value: filter.value }];
}
