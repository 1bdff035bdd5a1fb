import { type ClauseVerdict, compileFilter } from '../scope';
import type { JobSettings, ObjectMapping } from '../schema';
import type { SourceObject } from '../schema/read-source';
import { isInactive } from '../source/known-of-subject';
import type { ScopeVerdict, Told } from './evaluation';

/** Who is in scope at a moment (ISO 8601). */
export interface Scope {
  readonly judge: (told: Told, now: string) => ScopeVerdict;
  /** What every clause of the filter says. */
  readonly explain: (told: Told, now: string) => readonly ClauseVerdict[];
}

/**
 * Compiles who is in scope: the filter, and for users who is active and, where only the assigned are provisioned, has a
 * role (entra-provisioning.md §0.1, §2.4).
 */
export function compileScope(mapping: ObjectMapping, settings: JobSettings, source: SourceObject): Scope {
  const filter = compileFilter(mapping.scope, source);
  const asksForRole = source.object === 'User' && !settings.syncAll && settings.excludeDefaultAccessRole;
  const defaultAccess = new Set(settings.defaultAccessRoles);
  const judge = (told: Told, now: string): ScopeVerdict => {
    const active = !isInactive(told);
    const hasRole = asksForRole ? rolesOf(told.resource).some((role) => !defaultAccess.has(role)) : null;
    const subject = { ...told, entitled: active };
    const { inScope: inFilter, heldBack } = filter.evaluate(subject, now);
    const entitled = active && hasRole !== false && inFilter;
    const clauses = inFilter ? [] : filter.explain(subject, now);
    return { active, hasRole, inFilter, heldBack, entitled, clauses };
  };
  return {
    judge,
    explain: (told, now) => filter.explain({ ...told, entitled: judge(told, now).entitled }, now),
  };
}

/** Values of the app roles of a user; an element without one is no role. */
function rolesOf({ roles }: Told['resource']): readonly string[] {
  const elements: readonly unknown[] = Array.isArray(roles) ? roles : [];
  return elements.flatMap((role) => {
    const value = typeof role === 'object' && role !== null && 'value' in role ? role.value : role;
    return typeof value === 'string' && value !== '' ? [value] : [];
  });
}
