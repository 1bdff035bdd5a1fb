import { filterSets, groupsOf, type ReadClause } from './filter-clauses';
import type { FilterOptions } from './filter-options';
import { findOperator } from './filter-operators';
import { readClause } from './read-clause';
import type { ScopingFilter } from './scope';

/** One thing that is wrong with a filter. */
export interface FilterFinding {
  /** Where in it, e.g. `groups[0].clauses[1].operatorName`. */
  readonly path: string;
  /** A sentence that says what was expected. */
  readonly message: string;
}

/**
 * Everything that is wrong with a filter: attributes and operators that there are not, operators that are not for an
 * attribute's type, and values with which an operator can never do. Never throws.
 */
export function findingsOfFilter(filter: ScopingFilter | null, options: FilterOptions): readonly FilterFinding[] {
  return clausesOf(filter).flatMap(({ clause, path }) => {
    const reading = readClause(clause, options);
    if ('sound' in reading) return [];
    return reading.problems.map(({ member, message }) => ({ path: `${path}.${member}`, message }));
  });
}

/** Whether a filter asks for groups, so that joining or leaving one may decide. */
export const usesMembership = (filter: ScopingFilter | null): boolean =>
  clausesOf(filter).some(({ clause }) => findOperator(clause.operator)?.kind === 'membership');

const clausesOf = (filter: ScopingFilter | null): { readonly clause: ReadClause; readonly path: string }[] =>
  filterSets
    .flatMap((set) => groupsOf(filter, set))
    .flatMap((group) => group.clauses.map((clause, index) => ({ clause, path: `${group.path}.clauses[${index}]` })));
