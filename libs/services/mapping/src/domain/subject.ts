import type {
  AccountDesired,
  ChangeParked,
  ChangeSuperseded,
  DesiredAccount,
  OutcomeRecorded,
  Step,
  SubjectSkipped,
} from '@waybill/contracts';
import { type Command, type Decider, DomainError } from '@waybill/decider';
import type { Evaluation } from '@waybill/provisioning-rules';
import { evaluatedStep, scopingStep, skippedStep } from './steps';

export type SubjectEvent = AccountDesired | SubjectSkipped | ChangeParked | ChangeSuperseded | OutcomeRecorded;

interface EvaluateUser extends Command {
  readonly type: 'evaluate-user';
  readonly userId: string;
  readonly changeId: string;
  readonly cycleId: string;
  readonly displayName: string;
  readonly directoryVersion: number;
  readonly rulesVersion: number;
  /** What the rules say of the directory user; `null` for one who was deleted for good. */
  readonly evaluation: Evaluation | null;
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
  readonly rulesVersion: number;
  readonly lastChangeId: string | null;
  /** An account was wanted once: from then on, loss of scope is told as a desired state (architecture §1). */
  readonly everDesired: boolean;
  /** The account as it was wanted last. */
  readonly lastDesired: DesiredAccount | null;
  readonly parked: { readonly changeId: string; readonly cycleId: string; readonly displayName: string } | null;
  readonly samanageId: number | null;
  /** The change whose outcome was heard last. */
  readonly outcomeOf: string | null;
  /** The account as it was last applied. */
  readonly applied: OutcomeRecorded['data']['applied'];
}

const unknown: SubjectState = {
  directoryVersion: 0,
  rulesVersion: 0,
  lastChangeId: null,
  everDesired: false,
  lastDesired: null,
  parked: null,
  samanageId: null,
  outcomeOf: null,
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
      case 'mapping.account-desired': {
        const lastDesired = event.data.account ?? state.lastDesired;
        return { ...decided(state, event.data), everDesired: true, lastDesired };
      }
      case 'mapping.subject-skipped':
        return decided(state, event.data);
      case 'mapping.change-parked': {
        const { cycleId, displayName, directoryVersion } = event.data;
        return { ...state, directoryVersion, lastChangeId: changeId, parked: { changeId, cycleId, displayName } };
      }
      case 'mapping.change-superseded':
        return state.parked?.changeId === changeId ? { ...state, parked: null } : state;
      case 'mapping.outcome-recorded':
        return { ...state, outcomeOf: changeId, samanageId: event.data.samanageId, applied: event.data.applied };
    }
  },
  decide: (command, state) =>
    command.type === 'record-outcome' ? recordOutcome(command, state) : evaluate(command, state),
};

const decided = (
  state: SubjectState,
  { directoryVersion, rulesVersion, changeId }: AccountDesired['data'] | SubjectSkipped['data'],
): SubjectState => ({ ...state, directoryVersion, rulesVersion, lastChangeId: changeId });

function recordOutcome({ changeId, userId, samanageId, applied }: RecordOutcome, state: SubjectState): SubjectEvent[] {
  if (state.outcomeOf === changeId) return [];
  return [{ type: 'mapping.outcome-recorded', data: { changeId, userId, samanageId, applied } }];
}

function evaluate(command: EvaluateUser, state: SubjectState): SubjectEvent[] {
  if (command.directoryVersion <= state.directoryVersion) return stale(command, state);
  assertRulesHold(command, state);
  const replaced = state.parked ? [superseded(state.parked, command.userId, command.changeId)] : [];
  return [...replaced, decision(command, state)];
}

/**
 * The rules were read before the log's lock was taken, and newer ones may have decided of this person meanwhile. A
 * refusal holds the message, and a held message is evaluated anew when it is tried again.
 */
function assertRulesHold({ rulesVersion }: EvaluateUser, state: SubjectState): void {
  if (rulesVersion >= state.rulesVersion) return;
  throw new DomainError(
    'conflict',
    'mapping.rules-outdated',
    `evaluated under rules version ${rulesVersion}, where version ${state.rulesVersion} holds already`,
  );
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

/** The decision table of entra-provisioning.md §2.4. */
function decision(command: EvaluateUser, { everDesired, lastDesired }: SubjectState): SubjectEvent {
  const { evaluation } = command;
  if (!evaluation) return everDesired ? desired(command, 'absent', null) : skipped(command, 'NotEffectivelyEntitled');
  const { active, matchable, account, problem } = evaluation;
  if (!everDesired && !matchable) return skipped(command, 'ImportSkipped');
  if (!everDesired && !active) return skipped(command, 'NotEffectivelyEntitled');
  // Whoever leaves is disabled even where the rules can no longer say what else the account should be.
  if (!active) return desired(command, 'disabled', account ?? lastDesired);
  if (!matchable) return parked(command, matchingEmpty);
  return account ? desired(command, 'enabled', account) : parked(command, problem);
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
  const steps: Step[] = [scopingStep(presence === 'enabled'), evaluatedStep(command)];
  return { type: 'mapping.account-desired', data: { ...factsOf(command), presence, account, steps } };
}

/** A person without a value to be matched by is skipped before scope is looked at (entra-provisioning.md §6.4). */
function skipped(command: EvaluateUser, skipReason: 'ImportSkipped' | 'NotEffectivelyEntitled'): SubjectSkipped {
  const scoping = skipReason === 'ImportSkipped' ? [] : [scopingStep(false)];
  const steps = [...scoping, skippedStep(skipReason)];
  return { type: 'mapping.subject-skipped', data: { ...factsOf(command), skipReason, steps } };
}

function parked(command: EvaluateUser, { code, reason }: { code: string; reason: string }): ChangeParked {
  const { changeId, cycleId, userId, displayName, directoryVersion } = command;
  const steps = [scopingStep(true)];
  const data = { changeId, cycleId, userId, displayName, directoryVersion, code, reason, steps };
  return { type: 'mapping.change-parked', data };
}
