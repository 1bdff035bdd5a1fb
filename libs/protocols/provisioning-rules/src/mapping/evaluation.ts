import type { Resource } from '../source/resource';
import type { ClauseVerdict } from '../scope/scope';

/** What the directory has told of a user or group. */
export interface Told {
  readonly resource: Resource;
  /** Directory ids of the groups of which he is a direct member. */
  readonly memberOf: readonly string[];
}

/** Of whom an evaluation is, and when it was asked for. */
export interface Occasion {
  /** ISO 8601, UTC: what `Now()` comes to. */
  readonly now: string;
  /** Names job and subject; what is drawn at random stays the same for them (entra-provisioning.md §4.2). */
  readonly seed: string;
}

/** Who is in scope and who is not, with what led there (entra-provisioning.md §2.4, §6.5). */
export interface ScopeVerdict {
  /** False for unassigned, disabled and soft-deleted alike: SCIM does not tell them apart. */
  readonly active: boolean;
  /** Has an app role other than Default Access; null where nothing asks for one. */
  readonly hasRole: boolean | null;
  readonly inFilter: boolean;
  /** Stopped by a filter whose leavers are left as they are. */
  readonly heldBack: boolean;
  /** All of it together. */
  readonly entitled: boolean;
  /** What each clause said; told only of those who are not in scope because of them. */
  readonly clauses: readonly ClauseVerdict[];
}

/** Why the rules could not say what is wanted, with a code of entra-provisioning.md §6.4. */
export interface EvaluationProblem {
  readonly code: 'MandatoryFieldsMissing' | 'SchemaPropertyCanOnlyAcceptValue' | 'ExpressionEvaluationFailed';
  readonly reason: string;
}

/** What is wanted of an account or group, by Samanage member; what is named nowhere stays as it is. */
export interface Wanted {
  /** On creation and ever after; null where it should be empty. References are directory ids. */
  readonly values: Readonly<Record<string, string | null>>;
  readonly onCreation: Readonly<Record<string, string>>;
  readonly ifEmpty: Readonly<Record<string, string>>;
  /** Written with each update, whether they differ or not (`FlowAlways`). */
  readonly alwaysSent: readonly string[];
  /** By what one that exists is looked for, in this order. */
  readonly matching: readonly { readonly attribute: string; readonly value: string }[];
  /** Members whose values no log may show. */
  readonly redacted: readonly string[];
}

/** What the rules say of one user or group. Plain JSON. */
export interface Evaluation {
  readonly scope: ScopeVerdict;
  /** What the mapping of `active` says; null where none does, and the account's state is left alone. */
  readonly enabled: boolean | null;
  /** An expression came to `IgnoreObjectFlow`: nothing is to be done. */
  readonly ignored: boolean;
  /** There is a value by which an existing account could be found. */
  readonly matchable: boolean;
  /** Null where there is a problem. */
  readonly wanted: Wanted | null;
  readonly problem: EvaluationProblem | null;
}

/** What became of one attribute mapping, for whoever asks why. */
export interface MappedAttribute {
  readonly target: string;
  readonly expression: string;
  /** Each source attribute with its texts; `unknown` where SCIM does not tell it. */
  readonly sources: Readonly<Record<string, readonly string[] | 'unknown'>>;
  readonly value: string | null;
  /** E.g. `written always`, `default value, on creation alone`, `ignored: null`. */
  readonly effect: string;
}
