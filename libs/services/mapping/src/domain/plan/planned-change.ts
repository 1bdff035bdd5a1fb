import type { Match, TenantEntry } from './known-tenant';

/** One attribute that would change, as texts; `from` is what was applied last. */
export interface PlannedAttribute {
  readonly attribute: string;
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * What rules would do to one subject. `create`, `link`: he has no link yet, and Samanage has no account of his, or one.
 * `createOrMatch`: whether it has one is not known, as its accounts were never read. `leave`: he would be left as he is.
 * `park`: the rules cannot say what is wanted, or more than one account could be his.
 */
export type PlannedKind =
  | 'create'
  | 'link'
  | 'createOrMatch'
  | 'update'
  | 'enable'
  | 'disable'
  | 'delete'
  | 'leave'
  | 'skip'
  | 'park'
  | 'unchanged';

/** In the order in which they are told. */
export const plannedKinds: readonly PlannedKind[] = [
  'create',
  'link',
  'createOrMatch',
  'update',
  'enable',
  'disable',
  'delete',
  'leave',
  'skip',
  'park',
  'unchanged',
];

/** What must not happen unless a plan has shown it. */
const consequentialKinds: readonly PlannedKind[] = ['create', 'link', 'createOrMatch', 'disable', 'delete'];

/**
 * Whether something is planned now that must not happen, as a plan showed something else; one that did not know whether
 * somebody has an account has shown both.
 */
export function isSurprise(now: PlannedKind, shown: PlannedKind | undefined): boolean {
  if (now === shown || !consequentialKinds.includes(now)) return false;
  return shown !== 'createOrMatch' || (now !== 'create' && now !== 'link');
}

/** How it is looked for whether there is an account or group already, and what then follows. */
export interface Search {
  readonly matching: readonly Match[];
  /** What is planned where there is none. */
  readonly onNone: PlannedChange;
  /** What is planned where there is one. */
  readonly onOne: (found: TenantEntry) => PlannedChange;
}

export interface PlannedChange {
  readonly kind: PlannedKind;
  /** Why somebody is skipped, parked or left; null otherwise. */
  readonly reason: string | null;
  readonly attributes: readonly PlannedAttribute[];
  /** Where it depends on whom Samanage has. */
  readonly search?: Search;
}

export const planned = (
  kind: PlannedKind,
  attributes: readonly PlannedAttribute[] = [],
  reason: string | null = null,
): PlannedChange => ({ kind, reason, attributes });

/** What an attribute would become; of one that no log may show, that it changes. */
export function plannedAttribute(
  attribute: string,
  { from, to }: Omit<PlannedAttribute, 'attribute'>,
  redacted: readonly string[],
): PlannedAttribute {
  if (!redacted.includes(attribute)) return { attribute, from, to };
  return { attribute, from: from && '[Redact]', to: to && '[Redact]' };
}
