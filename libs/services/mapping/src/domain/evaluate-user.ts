import type {
  AccountDesired,
  ChangeParked,
  ChangeSuperseded,
  DesiredAccount,
  SubjectSkipped,
} from '@waybill/contracts';
import { type Command, DomainError } from '@waybill/decider';
import type { Evaluation } from '@waybill/provisioning-rules';
import { evaluationSteps, scopingStep, skippedStep } from './steps';
import type { ParkedChange, SubjectEvent, SubjectState } from './subject-state';

export interface EvaluateUser extends Command {
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

/** Decides what follows from a state of a directory user; each change ends here, waits here or is passed on. */
export function evaluateUser(command: EvaluateUser, state: SubjectState): SubjectEvent[] {
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

/** A change that is told late ends visibly; the one told last is not told twice, and older ones the inbox suppresses. */
function stale({ changeId, cycleId, displayName, userId }: EvaluateUser, state: SubjectState): SubjectEvent[] {
  if (state.lastChangeId === null || state.lastChangeId === changeId) return [];
  return [superseded({ changeId, cycleId, displayName }, userId, state.lastChangeId)];
}

const superseded = (
  { changeId, cycleId, displayName }: ParkedChange,
  userId: string,
  supersededBy: string,
): ChangeSuperseded => ({
  type: 'mapping.change-superseded',
  data: { changeId, cycleId, userId, displayName, supersededBy },
});

/** The decision table of entra-provisioning.md §2.4. */
const decision = (command: EvaluateUser, state: SubjectState): SubjectEvent =>
  state.everDesired ? laterDecision(command, state.lastDesired) : firstDecision(command);

/** Nothing was wanted so far, so that whoever is not entitled is left alone. */
function firstDecision(command: EvaluateUser): SubjectEvent {
  const { evaluation } = command;
  if (evaluation?.matchable === false) return skipped(command, 'ImportSkipped');
  if (!evaluation?.active) return skipped(command, 'NotEffectivelyEntitled');
  return enabledOrParked(command, evaluation);
}

/** An account was wanted, and may have come to be: whoever leaves is told to lose it. */
function laterDecision(command: EvaluateUser, lastDesired: DesiredAccount | null): SubjectEvent {
  const { evaluation } = command;
  if (!evaluation) return desired(command, 'absent', null);
  // Also where the rules can no longer say what else the account should be.
  if (!evaluation.active) return desired(command, 'disabled', evaluation.account ?? lastDesired);
  if (!evaluation.matchable) return parked(command, matchingEmpty);
  return enabledOrParked(command, evaluation);
}

const enabledOrParked = (command: EvaluateUser, { account, problem }: Evaluation): SubjectEvent =>
  account ? desired(command, 'enabled', account) : parked(command, problem);

const matchingEmpty = { code: 'MissingValues', reason: 'the matching attribute is empty' };

const factsOf = ({ changeId, cycleId, displayName, directoryVersion, rulesVersion }: EvaluateUser) => ({
  changeId,
  cycleId,
  directoryVersion,
  rulesVersion,
  displayName,
});

function desired(
  command: EvaluateUser,
  presence: AccountDesired['data']['presence'],
  account: DesiredAccount | null,
): AccountDesired {
  const { userId, rulesVersion, evaluation } = command;
  const steps = [scopingStep(presence === 'enabled'), ...evaluationSteps(rulesVersion, evaluation)];
  return { type: 'mapping.account-desired', data: { ...factsOf(command), userId, presence, account, steps } };
}

/** A person without a value to be matched by is skipped before scope is looked at (entra-provisioning.md §6.4). */
function skipped(command: EvaluateUser, skipReason: 'ImportSkipped' | 'NotEffectivelyEntitled'): SubjectSkipped {
  const scoping = skipReason === 'ImportSkipped' ? [] : [scopingStep(false)];
  const steps = [...scoping, skippedStep(skipReason)];
  const subject = { subjectId: command.userId, subjectType: 'User' };
  return { type: 'mapping.subject-skipped', data: { ...factsOf(command), ...subject, skipReason, steps } };
}

function parked(command: EvaluateUser, { code, reason }: { code: string; reason: string }): ChangeParked {
  const { changeId, cycleId, userId, displayName, directoryVersion, rulesVersion, evaluation } = command;
  const steps = [scopingStep(true), ...evaluationSteps(rulesVersion, evaluation)];
  const data = { changeId, cycleId, userId, displayName, directoryVersion, code, reason, steps };
  return { type: 'mapping.change-parked', data };
}
