/** What a Samanage member becomes (entra-provisioning.md §3.1). Attributes are SCIM paths. */
export type MappingSource =
  | { readonly type: 'direct'; readonly attribute: string }
  | { readonly type: 'constant'; readonly value: string }
  | { readonly type: 'first-non-empty'; readonly attributes: readonly string[] };

export interface AttributeMapping {
  /** A member of the Samanage account, e.g. `mobile_phone`. */
  readonly target: string;
  readonly source: MappingSource;
  /** Taken where the source has nothing. */
  readonly defaultValue?: string | undefined;
  /** The lowest number is tried first when an existing account is looked for; absent: not a matching attribute. */
  readonly matchingPriority?: number | undefined;
}

/** A job's mappings and scope together. */
export interface RuleSet {
  readonly users: { readonly scope: 'all'; readonly attributeMappings: readonly AttributeMapping[] };
}
