/** One attribute that would change, as texts; `from` is what was applied last. */
export interface PlannedAttribute {
  readonly attribute: string;
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * What rules would do to one subject. `createOrMatch`: he has no link yet, and whether Samanage has an account of his
 * shows when it is looked for. `leave`: he would be left as he is. `park`: the rules cannot say what is wanted.
 */
export type PlannedKind =
  'createOrMatch' | 'update' | 'enable' | 'disable' | 'delete' | 'leave' | 'skip' | 'park' | 'unchanged';

/** In the order in which they are told. */
export const plannedKinds: readonly PlannedKind[] = [
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
export const consequentialKinds: readonly PlannedKind[] = ['createOrMatch', 'disable', 'delete'];

export interface PlannedChange {
  readonly kind: PlannedKind;
  /** Why somebody is skipped, parked or left; null otherwise. */
  readonly reason: string | null;
  readonly attributes: readonly PlannedAttribute[];
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
