import {
  type CredentialsChanged,
  credentialsChanged,
  type ChangeStaged,
  changeStaged,
  type JobCreated,
  jobCreated,
  type JobDeletionsAllowed,
  jobDeletionsAllowed,
  type JobSettingsSaved,
  jobSettingsSaved,
  type QuarantineCode,
  type QuarantineEntered,
  quarantineEntered,
  type QuarantineLifted,
  quarantineLifted,
} from '@waybill/contracts';
import type { Notice } from './notice';

/** What is remembered of a job to know what somebody should be written about. */
export interface JobNotices {
  readonly name: string;
  /** Whom an admin named; null while nobody is named, or the job sends none. */
  readonly recipients: readonly string[] | null;
  readonly quarantine: { readonly seriesBegan: string; readonly code: QuarantineCode } | null;
  /** What the deletion brake holds back; `noticed` is when the last notice of it was due, `since` when the first was. */
  readonly heldBack: {
    readonly key: string;
    readonly noticed: string;
    readonly since: string;
    readonly count: number;
  } | null;
  /** When an admin last let go all that was held back. */
  readonly allowedAt: string | null;
  /** When the directory was heard last. */
  readonly heardAt: string | null;
  /** Since when it is silent, once somebody was told so. */
  readonly silentSince: string | null;
}

export const unknownJob: JobNotices = {
  name: '',
  recipients: null,
  quarantine: null,
  heldBack: null,
  allowedAt: null,
  heardAt: null,
  silentSince: null,
};

/** An event of another service, in today's version, with when it was recorded there. */
export interface RecordedFact {
  readonly service: string;
  readonly eventId: string;
  readonly job: string;
  readonly type: string;
  readonly data: unknown;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** What is remembered from now on, and what somebody should be written about. */
export interface Noticed {
  readonly state: JobNotices;
  readonly notices: readonly Notice[];
}

type Follow = (state: JobNotices, fact: RecordedFact) => Noticed;

const nothing = (state: JobNotices): Noticed => ({ state, notices: [] });
const dataOf = <Event extends { readonly data: unknown }>({ data }: RecordedFact): Event['data'] => data;
const earlier = (one: string, other: string): boolean => Date.parse(one) < Date.parse(other);

const entered: Follow = (state, fact) => {
  const { job, eventId, at } = fact;
  const quarantine = dataOf<QuarantineEntered>(fact);
  const { seriesBegan, code } = quarantine;
  const before = state.quarantine?.seriesBegan === seriesBegan ? state.quarantine : null;
  const next = { ...state, quarantine: { seriesBegan, code } };
  if (before?.code === code) return nothing(next);
  const notice: Notice = before
    ? {
        kind: 'quarantine-reason-changed',
        key: `quarantine-reason-changed/${eventId}`,
        at,
        quarantine,
        before: before.code,
      }
    : { kind: 'quarantine-entered', key: `quarantine-entered/${job}/${seriesBegan}`, at, quarantine };
  return { state: next, notices: [notice] };
};

const lifted: Follow = (state, fact) => {
  const { job, at } = fact;
  const data = dataOf<QuarantineLifted>(fact);
  if (state.quarantine?.seriesBegan !== data.seriesBegan) return nothing(state);
  const key = `quarantine-lifted/${job}/${data.seriesBegan}`;
  return { state: { ...state, quarantine: null }, notices: [{ kind: 'quarantine-lifted', key, at, lifted: data }] };
};

const noticeAgainMilliseconds = 24 * 3_600_000;

/** The notice says how many there are so far, and is the same until a day is over. */
const staged: Follow = (state, fact) => {
  const { at } = fact;
  // Its own service was heard late: an admin has let it go already.
  if (state.allowedAt !== null && !earlier(state.allowedAt, at)) return nothing(state);
  const { reason } = dataOf<ChangeStaged>(fact);
  const heldBack = oneMoreHeldBack(state.heldBack, fact);
  const { key, noticed: noticedAt, since, count } = heldBack;
  return {
    state: { ...state, heldBack },
    notices: [{ kind: 'deletions-held-back', key, at: noticedAt, since, count, reason }],
  };
};

function oneMoreHeldBack(before: JobNotices['heldBack'], { at, eventId }: RecordedFact) {
  const first = { key: `deletions-held-back/${eventId}`, noticed: at };
  if (!before) return { ...first, since: at, count: 1 };
  const isNew = Date.parse(at) - Date.parse(before.noticed) >= noticeAgainMilliseconds;
  return { ...before, ...(isNew && first), count: before.count + 1 };
}

const allowed: Follow = (state, fact) => {
  const { at: allowedAt } = dataOf<JobDeletionsAllowed>(fact);
  const isLater = state.heldBack !== null && earlier(allowedAt, state.heldBack.since);
  return nothing({ ...state, allowedAt, heldBack: isLater ? state.heldBack : null });
};

const credentials: Follow = (state, fact) => {
  const data = dataOf<CredentialsChanged>(fact);
  if (data.how !== 'standby-took-over') return nothing(state);
  const { at, eventId } = fact;
  return {
    state,
    notices: [{ kind: 'standby-took-over', key: `standby-took-over/${eventId}`, at, credentials: data }],
  };
};

const settings: Follow = (state, fact) => {
  const { notification } = dataOf<JobSettingsSaved>(fact);
  return nothing({ ...state, recipients: notification?.enabled ? notification.recipients : null });
};

const follows: Readonly<Record<string, Follow>> = {
  [jobCreated.type]: (state, fact) => nothing({ ...state, name: dataOf<JobCreated>(fact).name }),
  [jobSettingsSaved.type]: settings,
  [quarantineEntered.type]: entered,
  [quarantineLifted.type]: lifted,
  [changeStaged.type]: staged,
  [jobDeletionsAllowed.type]: allowed,
  [credentialsChanged.type]: credentials,
};

const directory = 'scim-ingress';

/** Any event of our SCIM endpoint says that the directory is there. */
const heard: Follow = (state, { job, at }) => {
  const { silentSince } = state;
  const heardAt = state.heardAt === null || earlier(state.heardAt, at) ? at : state.heardAt;
  if (silentSince === null || !earlier(silentSince, at)) return nothing({ ...state, heardAt });
  const key = `directory-heard/${job}/${silentSince}`;
  return {
    state: { ...state, heardAt, silentSince: null },
    notices: [{ kind: 'directory-heard', key, at, since: silentSince }],
  };
};

/** Whether anything follows from an event for what somebody should be written about. */
export const isOfNotice = ({ service, type }: Pick<RecordedFact, 'service' | 'type'>): boolean =>
  service === directory || type in follows;

/** Takes an event in; the same events in the same order come to the same notices. */
export function noticed(state: JobNotices, fact: RecordedFact): Noticed {
  if (fact.service === directory) return heard(state, fact);
  return follows[fact.type]?.(state, fact) ?? nothing(state);
}
