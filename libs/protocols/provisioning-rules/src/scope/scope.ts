/** A condition on one attribute, in Graph's shape (entra-provisioning.md §5.4). */
export interface FilterClause {
  /** Name of a source attribute. */
  readonly sourceOperandName: string;
  readonly operatorName: string;
  readonly targetOperand: { readonly values: readonly string[] };
}

/** All of its clauses must hold. */
export interface FilterGroup {
  readonly name: string;
  readonly clauses: readonly FilterClause[];
}

/** Of each set any group suffices; a set without groups lets everybody pass. */
export interface ScopingFilter {
  /** Whoever falls out is deprovisioned. */
  readonly groups: readonly FilterGroup[];
  /** Whoever falls out is left as he is. */
  readonly inputFilterGroups: readonly FilterGroup[];
  readonly categoryFilterGroups: readonly FilterGroup[];
}

/** What a clause said of one person. `unknown`: SCIM does not tell what it asks for, so that it does not hold. */
export interface ClauseVerdict {
  readonly group: string;
  readonly attribute: string;
  readonly operator: string;
  readonly values: readonly string[];
  /** What the attribute was, as texts; none where it is null. */
  readonly actual: readonly string[];
  readonly verdict: 'true' | 'false' | 'unknown';
  /** Why, in a sentence: for `false` and `unknown` what stands against it. */
  readonly reason: string;
}
