export { compileFilter, type CompiledFilter, type FilterVerdict } from './compile-filter';
export { type FilterFinding, findingsOfFilter, usesMembership } from './filter-findings';
export type { FilterOperator } from './filter-operator';
export { filterOperators } from './filter-operators';
export type { FilterOptions } from './filter-options';
export * from './scope';
