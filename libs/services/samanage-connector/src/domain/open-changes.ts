import type { ConnectorChangeParked, ConnectorChangeSuperseded } from '@waybill/contracts';
import { DomainError } from '@waybill/decider';

/** A change that was taken over and has not ended. */
export interface OpenChange {
  readonly changeId: string;
  readonly cycleId: string;
  readonly displayName: string;
  readonly version: number;
  /** Of a group: whether it is about the group itself, or about its members. */
  readonly kind?: 'group' | 'members';
}

/** Why the newest change could not be applied when it was last tried. */
export interface ParkedChange {
  readonly changeId: string;
  readonly code: string;
  readonly reason: string;
}

/** What the deciders of accounts and groups remember alike. */
export interface ChangesOfSubject<Open extends OpenChange = OpenChange> {
  readonly waiting: readonly Open[];
  readonly parked: ParkedChange | null;
  /** The changes that ended last, so that one that comes again does not end again. */
  readonly endedLately: readonly string[];
}

export interface Subject {
  readonly subjectId: string;
  readonly subjectType: 'User' | 'Group';
}

/** A worker's report of what it could not do; the change's own facts are the state's. */
export type ReportedParking = Omit<
  ConnectorChangeParked['data'],
  'cycleId' | 'subjectId' | 'subjectType' | 'displayName'
>;

const remembered = 20;

/** The same, without a change that has ended. */
export function withoutChange<State extends ChangesOfSubject>(state: State, changeId: string): State {
  return {
    ...state,
    waiting: state.waiting.filter((change) => change.changeId !== changeId),
    endedLately: [...state.endedLately, changeId].slice(-remembered),
  };
}

/** Whether a change was taken over before, and is open or has ended lately. */
export const isKnownChange = ({ waiting, endedLately }: ChangesOfSubject, changeId: string): boolean =>
  endedLately.includes(changeId) || waiting.some((change) => change.changeId === changeId);

/** Tells of a change that cannot be applied now; the same reason is not told twice. */
export function parkedEvents(
  state: ChangesOfSubject,
  subject: Subject,
  parked: ReportedParking,
): ConnectorChangeParked[] {
  const change = state.waiting.find(({ changeId }) => changeId === parked.changeId);
  const told = state.parked;
  const isTold = told?.changeId === parked.changeId && told.code === parked.code && told.reason === parked.reason;
  if (!change || isTold) return [];
  const { cycleId, displayName } = change;
  return [{ type: 'samanage.change-parked', data: { ...parked, cycleId, displayName, ...subject } }];
}

export const supersededEvent = (
  { changeId, cycleId, displayName, version }: OpenChange,
  supersededBy: string,
  subject: Subject,
): ConnectorChangeSuperseded => ({
  type: 'samanage.change-superseded',
  data: { changeId, cycleId, ...subject, version, displayName, supersededBy },
});

/**
 * The change that an admin speaks of: one that waits because it could not be applied.
 *
 * @throws DomainError `samanage-connector.nothing-parked`
 */
export function parkedChange<Open extends OpenChange>(state: ChangesOfSubject<Open>, changeId: string): Open {
  const change = state.waiting.find((each) => each.changeId === changeId);
  if (change && state.parked?.changeId === changeId) return change;
  throw new DomainError('not-found', 'samanage-connector.nothing-parked', `change ${changeId} is not parked`);
}
