import type { Tally } from '@waybill/contracts';
import type { LoggedEvent } from '@waybill/event-log';

/** What one event means for the count of changes. */
export interface Counted {
  /** `opened`, `received`, or the outcome in which a change ended. */
  readonly as: 'opened' | 'received' | keyof Tally['ended'];
}

export interface TallyDefinition {
  /** The event type in which the service states its numbers. */
  readonly eventType: string;
  /** What an event counts as: one that opens a change may end it as well. */
  count(event: LoggedEvent): readonly Counted['as'][];
  /**
   * A query `(job, changes)` over the rows in which changes wait, so that what is open is counted there and not
   * computed from what was opened and ended.
   */
  readonly openChanges: string;
  /**
   * Event types of other services that bring a change here; one that is held waits here too. Of a change that is told
   * in parts, `part` 1 to `parts` in the data, the last one brings it.
   */
  readonly broughtBy: readonly string[];
}
