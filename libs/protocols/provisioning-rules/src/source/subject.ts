import type { Resource } from './resource';

/** Whom the rules look at: a directory user or group, and what is known of him beside his own attributes. */
export interface Subject {
  readonly resource: Resource;
  /** Directory ids of the groups of which he is a direct member. */
  readonly memberOf: readonly string[];
  /** False where he is unassigned, outside a scoping filter, or inactive: Azure AD's computed `IsSoftDeleted`. */
  readonly entitled: boolean;
}
