import type { AccountDesired, AccountOutcomeType, ConnectorCause, Outcome } from '@waybill/contracts';
import type { Command, Decider } from '@waybill/decider';
import { isKnownChange, parkedEvents, type ReportedParking, type Subject, supersededEvent } from '../open-changes';
import { decidedHere, type OwnDecision } from '../own-decisions';
import { type AccountEvent, type AccountState, evolveAccount, unknownAccount } from './account-state';

export type AccountCommand = Command &
  (
    | { type: 'desire-account'; version: number; desired: AccountDesired['data'] }
    | ({ userId: string } & (
        | { type: 'record-outcome'; outcomeType: AccountOutcomeType; outcome: ReportedOutcome }
        | { type: 'park-change'; parked: ReportedParking }
        /** The account of somebody this one refers to has appeared. */
        | { type: 'resolve-reference'; changeId: string }
        | OwnDecision
      ))
  );

/** A worker's report; the change's own facts are the state's. */
export type ReportedOutcome = Omit<Outcome, 'cycleId' | 'userId' | 'displayName'>;

/** The remark of an outcome whose account was gone and had to be looked for. */
export const accountMatchedAgain = 'AccountMatchedAgain';

export const unresolvedReference = 'UnableToResolveReferenceAttributeValue';

/** One account of a job: the newest desired state, and the changes that have not ended (architecture §1, §6). */
export const account: Decider<AccountCommand, AccountState, AccountEvent> = {
  name: 'account',
  stream: (command) => `account-${command.type === 'desire-account' ? command.desired.userId : command.userId}`,
  initialState: () => unknownAccount,
  evolve: evolveAccount,
  decide: (command, stored) => {
    const state = { ...unknownAccount, ...stored };
    return command.type === 'desire-account' ? desire(command, state) : decide(command, state);
  },
};

type Of<Type extends AccountCommand['type']> = Extract<AccountCommand, { type: Type }>;

const subjectOf = (subjectId: string): Subject => ({ subjectId, subjectType: 'User' });

function decide(command: Exclude<AccountCommand, Of<'desire-account'>>, state: AccountState): AccountEvent[] {
  const subject = subjectOf(command.userId);
  switch (command.type) {
    case 'record-outcome':
      return recordOutcome(command, state);
    case 'park-change':
      return parkedEvents(state, subject, command.parked);
    case 'resolve-reference':
      return state.referenceMissing ? opened(state, command.changeId, 'reference-appeared') : [];
    default:
      return decidedHere(command, state, subject, (changeId, cause) => opened(state, changeId, cause));
  }
}

function desire({ version, desired }: Of<'desire-account'>, state: AccountState): AccountEvent[] {
  const { newest } = state;
  const subject = subjectOf(desired.userId);
  if (newest && version <= newest.version) {
    const isKnown = newest.changeId === desired.changeId || isKnownChange(state, desired.changeId);
    return isKnown ? [] : [supersededEvent({ ...desired, version }, newest.changeId, subject)];
  }
  // Nothing of a parked change is on its way, so it can end now; another one may be, and ends with its outcome.
  const replaced = state.waiting.filter(({ changeId }) => changeId === state.parked?.changeId);
  const onDemand = desired.cause === 'on-demand';
  return [
    ...replaced.map((change) => supersededEvent(change, desired.changeId, subject)),
    { type: 'samanage.change-received', data: { ...desired, version, cause: 'desired', onDemand } },
  ];
}

function recordOutcome({ userId, outcomeType, outcome }: Of<'record-outcome'>, state: AccountState): AccountEvent[] {
  const change = state.waiting.find(({ changeId }) => changeId === outcome.changeId);
  if (!change) return [];
  const { cycleId, displayName } = change;
  const before = state.waiting.filter(
    ({ version, changeId }) => version <= change.version && changeId !== change.changeId,
  );
  return [
    ...before.map((older) => supersededEvent(older, change.changeId, subjectOf(userId))),
    { type: outcomeType, data: { ...outcome, cycleId, displayName, userId } },
  ];
}

/** Opens a change of our own; an open one will find out by itself what this one would. */
function opened(state: AccountState, changeId: string, cause: ConnectorCause): AccountEvent[] {
  const { newest, isGivenUp, waiting } = state;
  if (!newest || isGivenUp || waiting.length > 0) return [];
  return [{ type: 'samanage.change-received', data: { ...newest, changeId, cause, onDemand: false } }];
}
