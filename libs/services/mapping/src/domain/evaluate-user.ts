import type { AccountDesired, Cause, ChangeSuperseded, UserTakenIn } from '@waybill/contracts';
import type { Command, Rows, RowsNeeded } from '@waybill/decider';
import type { Evaluation } from '@waybill/provisioning-rules';
import { countLoss, lossesNeeded } from './deletion-brake';
import { accountFor, type Decision, decideUser } from './desired-presence';
import { assertRulesHold, type JobFacts, jobFacts, jobFactsNeeded } from './job-facts';
import { membershipsNeeded, membershipsOf } from './memberships';
import type { RulesInForce } from './rules-in-force';
import { abandonedReason, passesOnTheSame, sameDesired } from './same-desired';
import { evaluationSteps, scopingStep, skippedStep } from './steps';
import type { LastDesired, SubjectEvent, SubjectState } from './subject-state';
import type { WaitingChange } from './waiting-change';

/** What an evaluation of a user is made with. */
interface Evaluating extends Command {
  readonly userId: string;
  readonly changeId: string;
  readonly cycleId: string;
  readonly rules: RulesInForce;
  /** ISO 8601, UTC. */
  readonly now: string;
}

/** A change of the directory user. */
export interface TakeInUser extends Evaluating {
  readonly type: 'take-in-user';
  readonly displayName: string;
  readonly directoryVersion: number;
  /** As the directory tells him now; null for one who was deleted for good. */
  readonly resource: Readonly<Record<string, unknown>> | null;
}

/** Everything is as it was, but the rules or the groups of the user. */
export interface EvaluateAgain extends Evaluating {
  readonly type: 'evaluate-again';
  readonly cause: Exclude<Cause, 'directory'>;
}

export const evaluationNeeds = ({ jobId, userId, rules }: Evaluating): readonly RowsNeeded[] => [
  jobFactsNeeded(jobId),
  lossesNeeded(jobId),
  ...(rules.compiled.usesMembership ? [membershipsNeeded(userId)] : []),
];

/** Keeps the newest state of a directory user and decides what follows from it. */
export function takeInUser(command: TakeInUser, state: SubjectState, rows: Rows): SubjectEvent[] {
  if (command.directoryVersion <= state.directoryVersion) return stale(command, state);
  const { userId, directoryVersion, displayName, resource } = command;
  const takenIn: UserTakenIn = {
    type: 'mapping.user-taken-in',
    data: { userId, directoryVersion, displayName, resource },
  };
  const told = { ...state, directoryVersion, displayName, resource };
  return [takenIn, ...new UserEvaluation(command, 'directory', told, rows).events()];
}

/** Decides again of a user as he was told last; each cycle does so once. */
export function evaluateAgain(command: EvaluateAgain, state: SubjectState, rows: Rows): SubjectEvent[] {
  const { cause, cycleId, changeId } = command;
  const never = !state.takenIn || state.lastChangeId === changeId;
  if (never || (cause === 'cycle' && state.evaluatedIn === cycleId)) return [];
  return new UserEvaluation(command, cause, state, rows).events();
}

/** A change that is told late ends visibly; the one told last is not told twice, and older ones the inbox suppresses. */
function stale({ changeId, cycleId, displayName, userId }: TakeInUser, state: SubjectState): SubjectEvent[] {
  const told = [state.lastChangeId, state.lastDirectoryChange];
  if (state.lastChangeId === null || told.includes(changeId)) return [];
  return [superseded({ changeId, cycleId, displayName }, userId, state.lastChangeId)];
}

export const superseded = (
  { changeId, cycleId, displayName }: Omit<WaitingChange, 'kind'>,
  userId: string,
  supersededBy: string,
): ChangeSuperseded => ({
  type: 'mapping.change-superseded',
  data: { changeId, cycleId, subjectId: userId, subjectType: 'User', displayName, supersededBy },
});

/** One evaluation of one user: what the rules say of him, and what that means for what was wanted before. */
class UserEvaluation {
  private readonly facts: JobFacts;
  private readonly evaluation: Evaluation | null;
  private readonly decision: Decision;

  constructor(
    private readonly command: Evaluating,
    private readonly cause: Cause,
    private readonly state: SubjectState,
    private readonly rows: Rows,
  ) {
    const { jobId, userId, rules, now } = command;
    this.facts = jobFacts(jobId, rows);
    assertRulesHold(rules.version, Math.max(this.facts.rulesVersion, state.rulesVersion));
    const memberOf = rules.compiled.usesMembership ? membershipsOf(userId, rows) : [];
    const occasion = { now, seed: `${jobId}/${userId}` };
    const { evaluation, decision } = decideUser(state, memberOf, rules.compiled, occasion);
    this.evaluation = evaluation;
    this.decision = decision;
  }

  events(): SubjectEvent[] {
    const { state, command } = this;
    const replaced = state.waiting ? [superseded(state.waiting, command.userId, command.changeId)] : [];
    return [...replaced, this.eventOf(this.decision)];
  }

  private eventOf(decision: Decision): SubjectEvent {
    switch (decision.kind) {
      case 'skipped':
        return this.skipped(decision.skipReason);
      case 'parked': {
        const { code, reason } = decision;
        return { type: 'mapping.change-parked', data: { ...this.told(), ...this.subject(), code, reason } };
      }
      case 'desired':
        return this.desired(decision.presence);
    }
  }

  private desired(presence: AccountDesired['data']['presence']): SubjectEvent {
    const { userId, rules, jobId, now } = this.command;
    const account = accountFor(presence, this.evaluation, this.state);
    const { allowed } = rules.compiled.users;
    const wanted = { presence, account, allowed };
    if (sameDesired(wanted, this.state.lastDesired) && !this.passesOnTheSame()) return this.toldAlready();
    if (!this.takesAway(presence)) return this.accountDesired({ ...wanted, loss: null });
    const braking = countLoss({ jobId, now, released: this.cause === 'release' }, this.facts, this.rows);
    if (braking.staged === undefined) return this.accountDesired({ ...wanted, loss: braking.loss });
    const action = presence === 'absent' ? 'delete' : 'disable';
    return {
      type: 'mapping.change-staged',
      data: { ...this.told(), subjectId: userId, subjectType: 'User', action, reason: braking.staged },
    };
  }

  private passesOnTheSame(): boolean {
    return passesOnTheSame({ cause: this.cause, rulesVersion: this.command.rules.version }, this.state);
  }

  /** It was applied, is on its way, or an admin gave it up, which holds until something else is wanted. */
  private toldAlready(): SubjectEvent {
    if (this.state.isAbandoned) return this.skipped(abandonedReason);
    return { type: 'mapping.change-unchanged', data: { ...this.told(), ...this.subject() } };
  }

  private accountDesired(
    wanted: Pick<AccountDesired['data'], 'presence' | 'account' | 'allowed' | 'loss'>,
  ): AccountDesired {
    return { type: 'mapping.account-desired', data: { ...this.told(), userId: this.command.userId, ...wanted } };
  }

  /** What the deletion brake counts: somebody loses an account that was his. */
  private takesAway(presence: AccountDesired['data']['presence']): boolean {
    const { lastDesired } = this.state;
    if (!lastDesired || lastDesired.presence === 'absent') return false;
    if (presence === 'absent') return true;
    return (
      presence === 'disabled' && this.command.rules.compiled.users.allowed.update && this.mayBeEnabled(lastDesired)
    );
  }

  /** Left as he was, or disabled where that was vetoed, his account is what it was. */
  private mayBeEnabled({ presence, allowed }: LastDesired): boolean {
    if (presence === 'enabled') return true;
    return (presence === 'unmanaged' || !allowed.update) && this.state.applied?.['disabled'] !== 'true';
  }

  private skipped(skipReason: string): SubjectEvent {
    // A person without a value to be matched by is skipped before scope is looked at (entra-provisioning.md §6.4).
    const scoping = skipReason === 'ImportSkipped' ? [] : [scopingStep(this.evaluation?.scope ?? null)];
    const steps = [...scoping, skippedStep(skipReason)];
    return { type: 'mapping.subject-skipped', data: { ...this.told(), ...this.subject(), skipReason, steps } };
  }

  private subject() {
    return { subjectId: this.command.userId, subjectType: 'User' };
  }

  private told() {
    const { changeId, cycleId, rules } = this.command;
    const { directoryVersion, displayName } = this.state;
    const steps = [scopingStep(this.evaluation?.scope ?? null), ...evaluationSteps(rules.version, this.evaluation)];
    return { changeId, cycleId, directoryVersion, rulesVersion: rules.version, displayName, cause: this.cause, steps };
  }
}
