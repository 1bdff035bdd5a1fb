import { z } from 'zod';
import { personal } from '../catalogue/define-event';
import { PositionSet } from '../positions/position-set';

/** One evaluation of one subject for one cause; minted once, where the cause is taken in. */
export const changeId = z.uuid();

/** The id that our SCIM endpoint gave a directory user. */
export const userId = z.uuid();

/** What a person is called in the provisioning log. */
export const displayName = personal(z.string());

/** One step that led to a decision or an outcome, for the provisioning log (entra-provisioning.md §6.3). */
export const step = z.object({
  name: z.string(),
  type: z.enum(['import', 'scoping', 'matching', 'processing', 'referenceResolution', 'export']),
  status: z.enum(['success', 'warning', 'failure', 'skipped']),
  description: personal(z.string()),
  details: personal(z.record(z.string(), z.string())),
});

export type Step = z.infer<typeof step>;

/**
 * What a service counted in its own tables, at a stated position of its log (architecture §1). Stated whenever the
 * numbers have changed.
 */
export const tally = z.object({
  /** Position of the last event the numbers include. */
  position: z.int(),
  /** Which events of others the service has taken in: service → positions of its log, as a `PositionSet` is written. */
  taken: z.record(z.string(), z.string()),
  /** How many of those it was waiting for: service → number. */
  awaited: z.record(z.string(), z.int()),
  /** Changes that began here. */
  opened: z.int(),
  /** Changes that were taken over from another service. */
  received: z.int(),
  /** Changes that ended here, by outcome. */
  ended: z.object({
    applied: z.int(),
    unchanged: z.int(),
    skipped: z.int(),
    superseded: z.int(),
    abandoned: z.int(),
  }),
  /** Changes that wait here, counted in the rows that hold them. */
  open: z.int(),
});

export type Tally = z.infer<typeof tally>;

/** Version 1 said how far a service had come, as if everything arrived in one order. */
export function tallyFromV1({ confirmed, ...numbers }: Record<string, unknown>): Record<string, unknown> {
  const reached = Object.entries(confirmed as Record<string, number>);
  return {
    ...numbers,
    taken: Object.fromEntries(reached.map(([service, last]) => [service, PositionSet.upTo(last).toString()])),
    awaited: Object.fromEntries(reached),
  };
}
