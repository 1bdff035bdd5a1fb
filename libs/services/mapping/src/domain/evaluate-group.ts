import type { Cause, ChangeSuperseded, DesiredValues, GroupDesired } from '@waybill/contracts';
import type { Command, Rows, RowsNeeded } from '@waybill/decider';
import type { Evaluation } from '@waybill/provisioning-rules';
import { decideGroup, type GroupDecision } from './decide-group';
import { countLoss, lossesNeeded } from './deletion-brake';
import type { GroupEvent, GroupPresence, GroupState, LastDesiredGroup } from './group-state';
import { assertRulesHold, type JobFacts, jobFacts, jobFactsNeeded } from './job-facts';
import type { RulesInForce } from './rules-in-force';
import { abandonedReason, passesOnTheSame, sameGroupDesired } from './same-desired';
import { evaluationSteps, groupScopingStep, skippedStep } from './steps';
import type { WaitingChange } from './waiting-change';

/** What an evaluation of a group is made with. */
export interface EvaluatingGroup extends Command {
  readonly groupId: string;
  readonly changeId: string;
  readonly cycleId: string;
  readonly rules: RulesInForce;
  /** ISO 8601, UTC. */
  readonly now: string;
}

/** Why a group is evaluated, and whether all of its members are to be told again. */
export interface Occasioned {
  readonly cause: Cause;
  readonly withMembers?: boolean;
}

export const groupNeeds = ({ jobId }: Command): readonly RowsNeeded[] => [jobFactsNeeded(jobId), lossesNeeded(jobId)];

/** What every event of an evaluation says of it. */
export const tellingOf = (
  { changeId, cycleId, rules }: EvaluatingGroup,
  { directoryVersion, displayName }: GroupState,
  cause: Cause,
) => ({ changeId, cycleId, directoryVersion, rulesVersion: rules.version, displayName, cause });

/** @throws DomainError where newer rules hold already */
export function factsFor({ jobId, rules }: EvaluatingGroup, state: GroupState, rows: Rows): JobFacts {
  const facts = jobFacts(jobId, rows);
  assertRulesHold(rules.version, Math.max(facts.rulesVersion, state.rulesVersion));
  return facts;
}

/** Decides what a group should be, and what that means for what was wanted before. */
export function evaluateGroup(
  command: EvaluatingGroup,
  occasioned: Occasioned,
  state: GroupState,
  rows: Rows,
): GroupEvent[] {
  const facts = factsFor(command, state, rows);
  const replaced = state.waiting ? [groupSuperseded(state.waiting, command.groupId, command.changeId)] : [];
  return [...replaced, new GroupEvaluation(command, occasioned, state, facts).event(rows)];
}

class GroupEvaluation {
  private readonly evaluation: Evaluation | null;
  private readonly decision: GroupDecision;

  constructor(
    private readonly command: EvaluatingGroup,
    private readonly occasioned: Occasioned,
    private readonly state: GroupState,
    private readonly facts: JobFacts,
  ) {
    const { jobId, groupId, rules, now } = command;
    const { evaluation, decision } = decideGroup(state, rules.compiled, { now, seed: `${jobId}/${groupId}` });
    this.evaluation = evaluation;
    this.decision = decision;
  }

  event(rows: Rows): GroupEvent {
    const { decision } = this;
    switch (decision.kind) {
      case 'skipped':
        return this.skipped(decision.skipReason);
      case 'parked': {
        const { code, reason } = decision;
        return { type: 'mapping.change-parked', data: { ...this.told(), ...this.subject(), code, reason } };
      }
      case 'desired':
        if (decision.presence === 'absent') return this.absent(rows);
        return this.desired(decision.presence, decision.presence === 'present' ? this.wanted() : null);
    }
  }

  private wanted(): DesiredValues | null {
    return this.evaluation?.wanted as DesiredValues | null;
  }

  private absent(rows: Rows): GroupEvent {
    if (this.state.lastDesired?.presence === 'absent') return this.desired('absent', null);
    const { jobId, now } = this.command;
    const braking = countLoss({ jobId, now, released: this.occasioned.cause === 'release' }, this.facts, rows);
    if (braking.staged === undefined) return this.desired('absent', null, braking.loss);
    const staged = { action: 'delete', reason: braking.staged } as const;
    return { type: 'mapping.change-staged', data: { ...this.told(), ...this.subject(), ...staged } };
  }

  private desired(
    presence: GroupPresence,
    group: DesiredValues | null,
    loss: GroupDesired['data']['loss'] = null,
  ): GroupEvent {
    const { groups } = this.command.rules.compiled;
    const allowed = groups?.enabled ? groups.allowed : nothingAllowed;
    if (this.isSame({ presence, group, allowed }) && !this.passesOnTheSame()) return this.toldAlready();
    const { groupId } = this.command;
    const snapshotFollows = presence === 'present' && this.owesSnapshot();
    const data = { ...this.told(), groupId, presence, group, allowed, loss, snapshotFollows };
    return { type: 'mapping.group-desired', data };
  }

  /** A group that nobody found or made is not reached, whoever said that it should be: before groups were written, all. */
  private isSame(wanted: Omit<LastDesiredGroup, 'changeId'>): boolean {
    const { lastDesired, samanageId, isAbandoned } = this.state;
    const isReached = wanted.presence !== 'present' || samanageId !== null || isAbandoned;
    return isReached && sameGroupDesired(wanted, lastDesired);
  }

  private passesOnTheSame(): boolean {
    const { cause } = this.occasioned;
    return passesOnTheSame({ cause, rulesVersion: this.command.rules.version }, this.state);
  }

  /** It was applied, or an admin gave it up, which holds until something else is wanted. */
  private toldAlready(): GroupEvent {
    if (this.state.isAbandoned) return this.skipped(abandonedReason);
    return { type: 'mapping.change-unchanged', data: { ...this.told(), ...this.subject() } };
  }

  /** A group that comes into scope with members has them all to be told, and one that was never written. */
  private owesSnapshot(): boolean {
    const { lastDesired, members, snapshotDue, samanageId } = this.state;
    const { cause, withMembers } = this.occasioned;
    if (snapshotDue || withMembers) return true;
    if (lastDesired && lastDesired.presence !== 'present') return true;
    const isNew = lastDesired === null || (cause !== 'directory' && samanageId === null);
    return isNew && members !== 0;
  }

  private skipped(skipReason: string): GroupEvent {
    const steps = [...this.told().steps, skippedStep(skipReason)];
    return { type: 'mapping.subject-skipped', data: { ...this.told(), ...this.subject(), skipReason, steps } };
  }

  private subject() {
    return { subjectId: this.command.groupId, subjectType: 'Group' };
  }

  private told() {
    const { version, compiled } = this.command.rules;
    const steps = [
      groupScopingStep(compiled.groups?.enabled === true, this.evaluation?.scope ?? null),
      ...evaluationSteps(version, this.evaluation),
    ];
    return { ...tellingOf(this.command, this.state, this.occasioned.cause), steps };
  }
}

const nothingAllowed = { create: false, update: false, delete: false };

export const groupSuperseded = (
  { changeId, cycleId, displayName }: Omit<WaitingChange, 'kind'>,
  groupId: string,
  supersededBy: string,
): ChangeSuperseded => ({
  type: 'mapping.change-superseded',
  data: { changeId, cycleId, subjectId: groupId, subjectType: 'Group', displayName, supersededBy },
});

/** A change that is told late ends visibly; those that were decided last are not told twice. */
export function staleGroup(
  change: Omit<WaitingChange, 'kind'> & Pick<EvaluatingGroup, 'groupId'>,
  { lastChanges }: GroupState,
): ChangeSuperseded[] {
  const newest = lastChanges.at(-1);
  if (!newest || lastChanges.includes(change.changeId)) return [];
  return [groupSuperseded(change, change.groupId, newest)];
}
