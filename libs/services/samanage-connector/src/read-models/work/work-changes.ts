import type { ChangeReceived, GroupChangeReceived, MembersReceived } from '@waybill/contracts';
import type { LoggedEvent } from '@waybill/event-log';
import type { AccountEvent } from '../../domain/account/account-state';
import type { GroupEvent } from '../../domain/group/group-state';
import { type AccountWork, type GroupWork, priorities } from './work-row';

type WorkEvent = AccountEvent | GroupEvent;

/** What the events of one subject mean for its row. */
interface WorkChange {
  readonly subject: string;
  /** The newest change that was taken over. */
  received: { job: string; version: number; priority: number; payload: AccountWork | GroupWork } | null;
  begun: number;
  ended: number;
  /** An outcome, after which nothing of the older call is in doubt. */
  isApplied: boolean;
  isRetried: boolean;
  edited: Readonly<Record<string, string | null>> | null;
  /** Nothing more is to be expected of it soon. */
  isSettled: boolean;
}

const nothingOf = (subject: string): WorkChange => ({
  subject,
  received: null,
  begun: 0,
  ended: 0,
  isApplied: false,
  isRetried: false,
  edited: null,
  isSettled: false,
});

/** Folds events into what they mean for the rows of their subjects. */
export function workChanges(events: readonly LoggedEvent[]): WorkChange[] {
  const changes = new Map<string, WorkChange>();
  for (const event of events) {
    const { stream } = event;
    if (!/^(account|group)-/.test(stream)) continue;
    const change = changes.get(stream) ?? nothingOf(stream);
    changes.set(stream, change);
    fold(change, event);
  }
  return [...changes.values()];
}

function fold(change: WorkChange, event: LoggedEvent): void {
  const { type, data } = event as unknown as WorkEvent;
  switch (type) {
    case 'samanage.change-received':
      return begin(change, event, accountRow(data));
    case 'samanage.group-change-received':
      return begin(change, event, { ...groupRow(data), priority: groupPriority(data) });
    case 'samanage.members-received':
      if (data.part === data.parts) begin(change, event, { ...groupRow(data), priority: membersPriority(data) });
      return;
    case 'samanage.change-edited':
      change.edited = data.account;
      return;
    default:
      (marks[type] ?? end)(change, type);
  }
}

/** Events that neither begin nor end a change. */
const marks: Readonly<Partial<Record<string, (change: WorkChange) => void>>> = {
  'samanage.change-retried': (change) => {
    change.isRetried = true;
  },
  'samanage.change-parked': (change) => {
    change.isSettled = true;
  },
  'samanage.memberships-written': () => undefined,
  'samanage.link-set': () => undefined,
  'samanage.link-removed': () => undefined,
};

const withoutOutcome: ReadonlySet<string> = new Set(['samanage.change-superseded', 'samanage.change-abandoned']);

function end(change: WorkChange, type: string): void {
  change.ended += 1;
  change.isApplied ||= !withoutOutcome.has(type);
  change.isSettled = true;
}

interface Row {
  readonly version: number;
  readonly priority: number;
  readonly payload: Omit<AccountWork, 'waiting' | 'since'> | Omit<GroupWork, 'waiting' | 'since'>;
}

function begin(change: WorkChange, { job, recordedAt: since, metadata }: LoggedEvent, row: Row): void {
  const payload = { ...row.payload, waiting: 0, since, traceparent: metadata.traceparent };
  const priority = Math.min(
    row.priority,
    'groupId' in payload ? (change.received?.priority ?? row.priority) : row.priority,
  );
  change.received = { job, version: row.version, priority, payload };
  change.begun += 1;
}

function accountRow(data: ChangeReceived['data']): Row {
  const { changeId, userId, displayName, presence, account, allowed, version } = data;
  return {
    version,
    priority: accountPriority(data),
    payload: { kind: 'account', changeId, userId, displayName, presence, account, allowed, sentUnder: [] },
  };
}

const groupRow = ({ changeId, groupId, displayName, version }: (GroupChangeReceived | MembersReceived)['data']) => ({
  version,
  payload: { kind: 'group', changeId, groupId, displayName, sentUnder: [] } as const,
});

function accountPriority({ presence, version, onDemand }: ChangeReceived['data']): number {
  if (presence === 'disabled' || onDemand) return priorities.first;
  if (presence === 'absent') return priorities.removal;
  return version > 1 ? priorities.update : priorities.create;
}

function groupPriority({ presence, onDemand }: GroupChangeReceived['data']): number {
  if (onDemand) return priorities.first;
  return presence === 'absent' ? priorities.removal : priorities.create;
}

/** People join after the accounts are made: then many join with one call. */
function membersPriority({ removed, onDemand }: MembersReceived['data']): number {
  if (onDemand) return priorities.first;
  return removed.length > 0 ? priorities.removal : priorities.join;
}

/** The rows that were taken over. */
export const takenOverRows = (changes: readonly WorkChange[]): object[] =>
  changes.flatMap(({ subject, received, begun }) => {
    if (!received) return [];
    const { payload, ...row } = received;
    return [{ subject, ...row, due_at: payload.since, attempts: 0, payload: { ...payload, waiting: begun } }];
  });

/** How many changes of each subject ended. */
export const endedRows = (changes: readonly WorkChange[]): { subject: string; ended: number; applied: boolean }[] =>
  changes
    .filter(({ ended }) => ended > 0)
    .map(({ subject, ended, isApplied: applied }) => ({ subject, ended, applied }));
