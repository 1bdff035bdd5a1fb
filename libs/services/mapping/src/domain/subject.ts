import type { ChangeAbandoned, ChangeReleased } from '@waybill/contracts';
import type { Command, Decider, Rows } from '@waybill/decider';
import { lossChange } from './deletion-brake';
import { type EvaluateAgain, evaluateAgain, evaluationNeeds, type TakeInUser, takeInUser } from './evaluate-user';
import { isReport, type Report, reportEvents } from './subject-reports';
import { evolve, type SubjectEvent, type SubjectState, unknownSubject } from './subject-state';
import { aboutWaiting, stagedIn } from './waiting-change';

/** The connector told of the account. */
type AccountReport = Command & Report & { readonly userId: string };

/** Lets go what the deletion brake held back; it is evaluated again, as of now. */
interface ReleaseChange extends Command, Pick<EvaluateAgain, 'userId' | 'rules' | 'now'> {
  readonly type: 'release-change';
  readonly releasedBy: string;
}

interface AbandonChange extends Command {
  readonly type: 'abandon-change';
  readonly userId: string;
  readonly abandonedBy: string;
  readonly reason: string;
}

export type SubjectCommand = TakeInUser | EvaluateAgain | AccountReport | ReleaseChange | AbandonChange;

/** One directory user, and what his account should be. */
export const subject: Decider<SubjectCommand, SubjectState, SubjectEvent> = {
  name: 'subject',
  stream: ({ userId }) => `account-${userId}`,
  initialState: () => unknownSubject,
  evolve,
  needs: (command) => ('rules' in command ? evaluationNeeds({ changeId: '', cycleId: '', ...command }) : []),
  decide: (command, stored, rows) => {
    const state = { ...unknownSubject, ...stored };
    return isReport(command) ? reported(command, state) : decide(command, state, rows);
  },
  rowChanges: (event) =>
    event.type === 'mapping.account-desired' && event.data.loss ? [lossChange(event.data.loss)] : [],
};

function reported(command: AccountReport, state: SubjectState): SubjectEvent[] {
  const wanted = state.lastDesired?.account ?? null;
  return reportEvents(command, { subjectId: command.userId, subjectType: 'User', wanted }, state);
}

function decide(command: Exclude<SubjectCommand, AccountReport>, state: SubjectState, rows: Rows): SubjectEvent[] {
  switch (command.type) {
    case 'take-in-user':
      return takeInUser(command, state, rows);
    case 'evaluate-again':
      return evaluateAgain(command, state, rows);
    case 'release-change':
      return release(command, state, rows);
    case 'abandon-change':
      return abandon(command, state);
  }
}

function release(command: ReleaseChange, state: SubjectState, rows: Rows): SubjectEvent[] {
  const { jobId, userId, rules, now, releasedBy } = command;
  const waiting = stagedIn(state, userId);
  const { changeId, cycleId } = waiting;
  const released: ChangeReleased = {
    type: 'mapping.change-released',
    data: { ...aboutWaiting(waiting, userId, 'User'), releasedBy },
  };
  const again: EvaluateAgain = {
    type: 'evaluate-again',
    jobId,
    userId,
    changeId,
    cycleId,
    rules,
    now,
    cause: 'release',
  };
  const after = { ...evolve(state, released), lastChangeId: null };
  return [released, ...evaluateAgain(again, after, rows)];
}

function abandon({ userId, abandonedBy, reason }: AbandonChange, state: SubjectState): SubjectEvent[] {
  const abandoned: ChangeAbandoned = {
    type: 'mapping.change-abandoned',
    data: { ...aboutWaiting(stagedIn(state, userId), userId, 'User'), abandonedBy, reason },
  };
  return [abandoned];
}
