import type { FilterClause, FilterGroup, ScopingFilter } from './scope';

/** The sets of groups of a filter; each that has groups must let a person pass. */
export const filterSets = ['groups', 'inputFilterGroups', 'categoryFilterGroups'] as const;

export type FilterSet = (typeof filterSets)[number];

/** A clause with nothing missing. */
export interface ReadClause {
  readonly attribute: string;
  readonly operator: string;
  readonly values: readonly string[];
}

export interface ReadGroup {
  readonly name: string;
  /** E.g. `groups[0]`. */
  readonly path: string;
  readonly clauses: readonly ReadClause[];
}

/** The groups of a set; what a document left out counts as empty. */
export const groupsOf = (filter: ScopingFilter | null, set: FilterSet): readonly ReadGroup[] =>
  listOf<FilterGroup>(filter?.[set]).map(({ name, clauses }, index) => ({
    name: textOf(name),
    path: `${set}[${index}]`,
    clauses: listOf<FilterClause>(clauses).map(readClause),
  }));

function readClause({ sourceOperandName, operatorName, targetOperand }: Partial<FilterClause>): ReadClause {
  return {
    attribute: textOf(sourceOperandName),
    operator: textOf(operatorName),
    values: listOf<string>(targetOperand?.values).map(textOf),
  };
}

const listOf = <T>(value: unknown): readonly Partial<T>[] =>
  Array.isArray(value) ? (value as unknown[]).map((each) => (each ?? {}) as Partial<T>) : [];

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
