import type { FilterClause, FilterGroup, ScopingFilter } from '../scope';
import { byName, type ComparableRecord } from './comparable';

/**
 * A scoping filter by the names of its groups and by what their clauses ask, e.g. `department EQUALS`. Groups of no set
 * are none, as where there is no filter at all.
 */
export function comparableScope(scope: ScopingFilter | null): ComparableRecord {
  if (scope === null) return { groups: {}, inputFilterGroups: {}, categoryFilterGroups: {} };
  return {
    groups: comparableGroups(scope.groups),
    inputFilterGroups: comparableGroups(scope.inputFilterGroups),
    categoryFilterGroups: comparableGroups(scope.categoryFilterGroups),
  };
}

const comparableGroups = (groups: readonly FilterGroup[]): ComparableRecord =>
  byName(inOrder(groups, clausesText), ({ name }) => name, comparableGroup);

const comparableGroup = ({ clauses }: FilterGroup): ComparableRecord =>
  byName(
    inOrder(clauses, clauseText),
    ({ sourceOperandName, operatorName }) => `${sourceOperandName} ${operatorName}`,
    ({ targetOperand }) => targetOperand.values,
  );

const clauseText = ({ sourceOperandName, operatorName, targetOperand }: FilterClause): string =>
  JSON.stringify([sourceOperandName, operatorName, targetOperand.values]);

const clausesText = ({ clauses }: FilterGroup): string => JSON.stringify(clauses.map(clauseText).toSorted());

/** Those that would be numbered are numbered alike, in whatever order they stand. */
function inOrder<T>(items: readonly T[], textOf: (item: T) => string): readonly T[] {
  const texts = items.map((item) => ({ item, text: textOf(item) }));
  return texts.toSorted((one, other) => (one.text < other.text ? -1 : 1)).map(({ item }) => item);
}
