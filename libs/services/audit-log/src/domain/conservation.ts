import type { Tally } from '@waybill/contracts';

/** How many changes were accepted, have ended, and are in flight; `conservation` is what is missing. */
export interface Conservation {
  readonly accepted: number;
  readonly ended: number;
  readonly inFlight: number;
  readonly conservation: number;
  readonly outcomes: Tally['ended'];
}

/** Asks for the conservation of every job, and in total. */
export class ReadConservation {}

/** The tallies of one job that are compared with each other: of ingress, mapping and connector. */
export interface Cut {
  readonly ingress: Tally;
  readonly mapping: Tally;
  readonly connector: Tally;
}

/** What the audit log itself has recorded of a job, at the positions that a cut names. */
export interface Recorded {
  /** Changes that ended, by outcome. */
  readonly outcomes: Tally['ended'];
  /** Changes that ingress opened after what mapping had confirmed; negative the other way round. */
  readonly openedAboveConfirmed: number;
  /** Changes that mapping passed on after what the connector had confirmed; negative the other way round. */
  readonly desiredAboveConfirmed: number;
}

export const noOutcomes: Tally['ended'] = { applied: 0, unchanged: 0, skipped: 0, superseded: 0, abandoned: 0 };

/** A service that has not counted anything yet. */
export const nothingCounted: Tally = { position: 0, confirmed: {}, opened: 0, received: 0, ended: noOutcomes, open: 0 };

/** How far a tally says that its service has taken in another. */
export const confirmedOf = (tally: Tally, service: string): number => tally.confirmed[service] ?? 0;

/** What was stated of one job, the newest first. */
export interface StatedTallies {
  readonly ingress: readonly Tally[];
  readonly mapping: readonly Tally[];
  readonly connector: readonly Tally[];
}

/**
 * How far the logs of ingress and mapping are recorded here: the position of the newest tally of any job. Positions
 * run over all jobs, and a quiet job states nothing while those of its neighbours move on.
 */
export interface Reach {
  readonly ingress: number;
  readonly mapping: number;
}

/**
 * Picks the newest tally of each service that can be checked: what it says to have taken in of another must have been
 * recorded here. What it counted of its own has been, because a tally follows that in its log.
 */
export function cutOf({ ingress, mapping, connector }: StatedTallies, reach: Reach): Cut {
  const newest = (tallies: readonly Tally[], source: string, recorded: number) =>
    tallies.find((tally) => confirmedOf(tally, source) <= recorded) ?? nothingCounted;
  return {
    ingress: ingress[0] ?? nothingCounted,
    mapping: newest(mapping, 'scim-ingress', reach.ingress),
    connector: newest(connector, 'mapping', reach.mapping),
  };
}

/**
 * Compares what the services count with what was recorded here (architecture §1).
 *
 * Why it is exact at any moment: mapping has taken in what ingress opened up to the position it confirmed, and each of
 * those changes has ended there, waits there, or was passed on; the connector likewise with what was passed on. What
 * lies between a confirmed position and the end of a log is counted here, event by event. So every change is counted
 * once on each side, and one that a service confirmed but neither ended, kept nor passed on is missing.
 */
export function conservationOf({ ingress, mapping, connector }: Cut, recorded: Recorded): Conservation {
  const accepted = ingress.opened + mapping.opened + connector.opened;
  const ended = Object.values(recorded.outcomes).reduce((sum, count) => sum + count, 0);
  const inFlight = recorded.openedAboveConfirmed + mapping.open + recorded.desiredAboveConfirmed + connector.open;
  return { accepted, ended, inFlight, conservation: accepted - ended - inFlight, outcomes: recorded.outcomes };
}

/** The numbers of several jobs together. */
export function totalOf(parts: readonly Conservation[]): Conservation {
  const sum = (read: (part: Conservation) => number) => parts.reduce((total, part) => total + read(part), 0);
  return {
    accepted: sum(({ accepted }) => accepted),
    ended: sum(({ ended }) => ended),
    inFlight: sum(({ inFlight }) => inFlight),
    conservation: sum(({ conservation }) => conservation),
    outcomes: {
      applied: sum(({ outcomes }) => outcomes.applied),
      unchanged: sum(({ outcomes }) => outcomes.unchanged),
      skipped: sum(({ outcomes }) => outcomes.skipped),
      superseded: sum(({ outcomes }) => outcomes.superseded),
      abandoned: sum(({ outcomes }) => outcomes.abandoned),
    },
  };
}
