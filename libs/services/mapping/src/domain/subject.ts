import type { OutcomeRecorded } from '@waybill/contracts';
import type { Command, Decider } from '@waybill/decider';
import { type EvaluateUser, evaluateUser } from './evaluate-user';
import { evolve, type SubjectEvent, type SubjectState, unknownSubject } from './subject-state';

interface RecordOutcome extends Command {
  readonly type: 'record-outcome';
  readonly userId: string;
  readonly changeId: string;
  readonly samanageId: number | null;
  readonly applied: OutcomeRecorded['data']['applied'];
}

export type SubjectCommand = EvaluateUser | RecordOutcome;

/** One directory user, and what his account should be. */
export const subject: Decider<SubjectCommand, SubjectState, SubjectEvent> = {
  name: 'subject',
  stream: ({ userId }) => `account-${userId}`,
  initialState: () => unknownSubject,
  evolve,
  decide: (command, state) =>
    command.type === 'record-outcome' ? recordOutcome(command, state) : evaluateUser(command, state),
};

function recordOutcome({ changeId, userId, samanageId, applied }: RecordOutcome, state: SubjectState): SubjectEvent[] {
  if (state.outcomeOf === changeId) return [];
  return [{ type: 'mapping.outcome-recorded', data: { changeId, userId, samanageId, applied } }];
}
