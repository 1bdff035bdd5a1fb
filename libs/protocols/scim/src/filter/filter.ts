/** A filter as a tree (RFC 7644 §3.4.2.2). */
export type Filter =
  | { readonly kind: 'compare'; readonly path: string; readonly operator: Operator; readonly value: Literal }
  | { readonly kind: 'present'; readonly path: string }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Filter[] }
  | { readonly kind: 'not'; readonly term: Filter }
  /** All terms hold for the same element; `sub` continues behind the brackets, as Azure AD writes it. */
  | { readonly kind: 'element'; readonly path: string; readonly filter: Filter; readonly sub?: Filter };

export const operators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'lt', 'ge', 'le'] as const;
export type Operator = (typeof operators)[number];
export type Literal = string | number | boolean | null;

/** A filter as text; parsing it gives the same tree. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'compare':
      return `${filter.path} ${filter.operator} ${JSON.stringify(filter.value)}`;
    case 'present':
      return `${filter.path} pr`;
    case 'not':
      return `not (${printFilter(filter.term)})`;
    case 'element':
      return `${filter.path}[${printFilter(filter.filter)}]${filter.sub ? `.${printFilter(filter.sub)}` : ''}`;
    default:
      return filter.terms.map((term) => inBrackets(term, filter.kind)).join(` ${filter.kind} `);
  }
}

const inBrackets = (term: Filter, around: 'and' | 'or'): string =>
  term.kind === 'or' || (term.kind === 'and' && around === 'and') ? `(${printFilter(term)})` : printFilter(term);
