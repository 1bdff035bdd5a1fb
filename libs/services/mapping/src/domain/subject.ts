import type {
  AccountDesired,
  ChangeParked,
  ChangeSuperseded,
  DesiredAccount,
  OutcomeRecorded,
  Step,
  SubjectSkipped,
} from '@waybill/contracts';
import type { Command, Decider } from '@waybill/decider';
import { evaluatedStep, scopingStep, skippedStep } from './steps';

export type SubjectEvent = AccountDesired | SubjectSkipped | ChangeParked | ChangeSuperseded | OutcomeRecorded;

/** What the rules say of a directory user; `null` for one who was deleted for good. */
export interface Evaluated {
  readonly active: boolean;
  readonly matchable: boolean;
  readonly account: DesiredAccount | null;
  readonly problem: { readonly code: string; readonly reason: string } | null;
}

interface EvaluateUser extends Command {
  readonly type: 'evaluate-user';
  readonly userId: string;
  readonly changeId: string;
  readonly cycleId: string;
  readonly displayName: string;
  readonly directoryVersion: number;
  readonly rulesVersion: number;
  readonly evaluated: Evaluated | null;
}

interface RecordOutcome extends Command {
  readonly type: 'record-outcome';
  readonly userId: string;
  readonly changeId: string;
  readonly samanageId: number | null;
  readonly applied: OutcomeRecorded['data']['applied'];
}

export type SubjectCommand = EvaluateUser | RecordOutcome;

export interface SubjectState {
  readonly directoryVersion: number;
  readonly lastChangeId: string | null;
  /** An account was wanted once: from then on, loss of scope is told as a desired state (architecture §1). */
  readonly everDesired: boolean;
  readonly parked: { readonly changeId: string; readonly cycleId: string; readonly displayName: string } | null;
  readonly samanageId: number | null;
  /** The account as it was last applied. */
  readonly applied: OutcomeRecorded['data']['applied'];
}

const unknown: SubjectState = {
  directoryVersion: 0,
  lastChangeId: null,
  everDesired: false,
  parked: null,
  samanageId: null,
  applied: null,
};

/** One directory user, and what his account should be (entra-provisioning.md §2.4). */
export const subject: Decider<SubjectCommand, SubjectState, SubjectEvent> = {
  name: 'subject',
  stream: ({ userId }) => `account-${userId}`,
  initialState: () => unknown,
  evolve: (state, event) => {
    const { changeId } = event.data;
    switch (event.type) {
      case 'mapping.account-desired':
        return { ...decided(state, event.data), everDesired: true };
      case 'mapping.subject-skipped':
        return decided(state, event.data);
      case 'mapping.change-parked': {
        const { cycleId, displayName, directoryVersion } = event.data;
        return { ...state, directoryVersion, lastChangeId: changeId, parked: { changeId, cycleId, displayName } };
      }
      case 'mapping.change-superseded':
        return state.parked?.changeId === changeId ? { ...state, parked: null } : state;
      case 'mapping.outcome-recorded':
        return { ...state, samanageId: event.data.samanageId, applied: event.data.applied };
    }
  },
  decide: (command, state) => (command.type === 'record-outcome' ? recordOutcome(command) : evaluate(command, state)),
};

const decided = (state: SubjectState, data: { directoryVersion: number; changeId: string }): SubjectState => ({
  ...state,
  directoryVersion: data.directoryVersion,
  lastChangeId: data.changeId,
});

function recordOutcome({ changeId, userId, samanageId, applied }: RecordOutcome): SubjectEvent[] {
  return [{ type: 'mapping.outcome-recorded', data: { changeId, userId, samanageId, applied } }];
}

function evaluate(command: EvaluateUser, state: SubjectState): SubjectEvent[] {
  if (command.directoryVersion <= state.directoryVersion) return stale(command, state);
  const replaced = state.parked ? [superseded(state.parked, command.userId, command.changeId)] : [];
  return [...replaced, decision(command, state.everDesired)];
}

/** A message that is older than what was evaluated ends its change visibly; one that was seen has ended already. */
function stale({ changeId, cycleId, displayName, userId }: EvaluateUser, state: SubjectState): SubjectEvent[] {
  if (state.lastChangeId === null || state.lastChangeId === changeId) return [];
  return [superseded({ changeId, cycleId, displayName }, userId, state.lastChangeId)];
}

const superseded = (
  { changeId, cycleId, displayName }: NonNullable<SubjectState['parked']>,
  userId: string,
  supersededBy: string,
): ChangeSuperseded => ({
  type: 'mapping.change-superseded',
  data: { changeId, cycleId, userId, displayName, supersededBy },
});

function decision(command: EvaluateUser, everDesired: boolean): SubjectEvent {
  const { evaluated } = command;
  if (!evaluated) return everDesired ? desired(command, 'absent', null) : skipped(command, false);
  if (!evaluated.active && !everDesired) return skipped(command, false);
  if (!evaluated.matchable) return everDesired ? parked(command, matchingEmpty) : skipped(command, true);
  if (!evaluated.account) return parked(command, evaluated.problem ?? matchingEmpty);
  return desired(command, evaluated.active ? 'enabled' : 'disabled', evaluated.account);
}

const matchingEmpty = { code: 'MissingValues', reason: 'the matching attribute is empty' };

const factsOf = ({ changeId, cycleId, userId, displayName, directoryVersion, rulesVersion }: EvaluateUser) => ({
  changeId,
  cycleId,
  userId,
  directoryVersion,
  rulesVersion,
  displayName,
});

function desired(
  command: EvaluateUser,
  presence: AccountDesired['data']['presence'],
  account: DesiredAccount | null,
): AccountDesired {
  const steps: Step[] = [scopingStep(presence === 'enabled'), evaluatedStep(command.rulesVersion)];
  return { type: 'mapping.account-desired', data: { ...factsOf(command), presence, account, steps } };
}

/** A person without a value to be matched by is skipped before scope is looked at (entra-provisioning.md §6.4). */
function skipped(command: EvaluateUser, unmatchable: boolean): SubjectSkipped {
  const skipReason = unmatchable ? 'ImportSkipped' : 'NotEffectivelyEntitled';
  const steps = unmatchable ? [skippedStep(skipReason)] : [scopingStep(false), skippedStep(skipReason)];
  return { type: 'mapping.subject-skipped', data: { ...factsOf(command), skipReason, steps } };
}

function parked(command: EvaluateUser, { code, reason }: { code: string; reason: string }): ChangeParked {
  const { changeId, cycleId, userId, displayName, directoryVersion } = command;
  const steps = [scopingStep(true)];
  const data = { changeId, cycleId, userId, displayName, directoryVersion, code, reason, steps };
  return { type: 'mapping.change-parked', data };
}
