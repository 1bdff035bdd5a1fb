import { PositionSet, type Tally } from '@waybill/contracts';

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
  /** Changes that ingress counts as opened and mapping has not taken in, less those the other way round. */
  readonly openedNotTaken: number;
  /** Changes that mapping counts as passed on and the connector has not taken in, less those the other way round. */
  readonly desiredNotTaken: number;
}

export const noOutcomes: Tally['ended'] = { applied: 0, unchanged: 0, skipped: 0, superseded: 0, abandoned: 0 };

/** A service that has not counted anything yet. */
export const nothingCounted: Tally = {
  position: 0,
  taken: {},
  awaited: {},
  opened: 0,
  received: 0,
  ended: noOutcomes,
  open: 0,
};

/** The events of a service that a tally says were taken in. */
export const takenOf = (tally: Tally, service: string): PositionSet => PositionSet.parse(tally.taken[service] ?? '{}');

/** A tally as it was recorded. `overdue`: so long ago that whatever it speaks of should have been recorded as well. */
export interface StatedTally {
  readonly tally: Tally;
  readonly overdue: boolean;
}

/** What was stated of one job, the newest first. */
export interface StatedTallies {
  readonly ingress: readonly StatedTally[];
  readonly mapping: readonly StatedTally[];
  readonly connector: readonly StatedTally[];
}

/** Which events of each service are recorded here, of any job. */
export interface RecordedPositions {
  readonly ingress: PositionSet;
  readonly mapping: PositionSet;
  readonly connector: PositionSet;
}

/**
 * Picks the newest tally of each service that can be checked: all that it counted, of its own log and of what it took
 * in of another, must have been recorded here. A tally may be heard before what it speaks of, since streams come in
 * any order; one that is overdue is checked all the same, and what is not recorded then is missing.
 */
export function cutOf({ ingress, mapping, connector }: StatedTallies, recorded: RecordedPositions): Cut {
  const newest = (stated: readonly StatedTally[], isRecorded: (tally: Tally) => boolean) =>
    stated.find(({ tally, overdue }) => overdue || isRecorded(tally))?.tally ?? nothingCounted;
  const own = (positions: PositionSet, { position }: Tally) => positions.includes(PositionSet.upTo(position));
  return {
    ingress: newest(ingress, (tally) => own(recorded.ingress, tally)),
    mapping: newest(
      mapping,
      (tally) => own(recorded.mapping, tally) && recorded.ingress.includes(takenOf(tally, 'scim-ingress')),
    ),
    connector: newest(
      connector,
      (tally) => own(recorded.connector, tally) && recorded.mapping.includes(takenOf(tally, 'mapping')),
    ),
  };
}

/**
 * Compares what the services count with what was recorded here (architecture §1).
 *
 * Why it is exact at any moment: each change that mapping has taken in has ended there, waits there, or was passed on;
 * the connector likewise with what was passed on. What one service counts and the next has not taken in is counted
 * here, event by event. So every change is counted once on each side, and one that a service took in but neither
 * ended, kept nor passed on is missing.
 */
export function conservationOf({ ingress, mapping, connector }: Cut, recorded: Recorded): Conservation {
  const accepted = ingress.opened + mapping.opened + connector.opened;
  const ended = Object.values(recorded.outcomes).reduce((sum, count) => sum + count, 0);
  const inFlight = recorded.openedNotTaken + mapping.open + recorded.desiredNotTaken + connector.open;
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
