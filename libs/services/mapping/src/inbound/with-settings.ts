import { type MetadataEntry, readSettings, type SynchronizationSchema } from '@waybill/provisioning-rules';
import type { StoredJob } from '../domain/rules-in-force';

type Rules = StoredJob['rules'];

/** Settings as Graph keeps them beside the secrets of a job; null is not said (entra-provisioning.md §2.5, §9.2). */
export interface SavedSettings {
  readonly syncAll: boolean | null;
  readonly skipOutOfScopeDeletions: boolean | null;
}

/**
 * The rules with other settings in the metadata of their first rule.
 *
 * @returns null where they say the same already
 */
export function withSettings(rules: Rules, saved: SavedSettings): Rules | null {
  const schema = rules as unknown as SynchronizationSchema;
  const { syncAll, outOfScopeAction } = readSettings(schema);
  const skips = outOfScopeAction === 'nothing';
  const changes: readonly Change[] = [
    ...(differs(saved.syncAll, syncAll) ? [{ key: 'SyncAll', value: String(saved.syncAll), instead: [] }] : []),
    // The action is the finer word for the same, and the two must not contradict each other.
    ...(differs(saved.skipOutOfScopeDeletions, skips)
      ? [{ key: 'SkipOutOfScopeDeletions', value: skips ? 'False' : 'True', instead: ['OutOfScopeAction'] }]
      : []),
  ];
  return changes.length === 0 ? null : edited(schema, changes);
}

interface Change extends MetadataEntry {
  /** Other keys whose say it takes over. */
  readonly instead: readonly string[];
}

const differs = (saved: boolean | null, now: boolean): boolean => saved !== null && saved !== now;

function edited(schema: SynchronizationSchema, changes: readonly Change[]): Rules {
  const replaced = new Set(changes.flatMap(({ key, instead }) => [key, ...instead]));
  const [first, ...others] = schema.synchronizationRules;
  const metadata = [
    ...(first?.metadata ?? []).filter(({ key }) => !replaced.has(key)),
    ...changes.map(({ key, value }) => ({ key, value })),
  ];
  return { ...schema, synchronizationRules: [{ ...first, metadata }, ...others] };
}
