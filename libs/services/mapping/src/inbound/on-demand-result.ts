import type { Step } from '@waybill/contracts';
import { recommendedActions } from '@waybill/graph';
import type { OnDemandAnswer } from '../domain/on-demand/on-demand-answer';
import type { OnDemandChange } from '../domain/on-demand/on-demand-change';
import type { StoredJob } from '../domain/rules-in-force';

/** As Graph capitalises them (entra-provisioning.md §2.9). */
type Result = 'Success' | 'Skipped' | 'Failure' | 'Warning';

interface Answered extends OnDemandChange {
  readonly answer: OnDemandAnswer;
}

/** What is told, and of which change. */
interface Verdict {
  readonly result: Result;
  readonly code: string | null;
  readonly reason: string | null;
  readonly details: string | null;
}

type KnownJob = Pick<StoredJob, 'jobId' | 'servicePrincipalId' | 'name'>;

/**
 * The answer to a request as Graph gives it: two texts of JSON (entra-provisioning.md §2.9). Of a group it is about the
 * group; what became of each of its members is a step.
 *
 * @param changes those of the request, the one of the subject itself first
 * @returns null as long as one of them has no answer
 */
export function onDemandResult(
  job: KnownJob,
  changes: readonly OnDemandChange[],
): { key: string; value: string } | null {
  const answered = changes.filter(isAnswered);
  const [main] = answered;
  if (!main || answered.length < changes.length) return null;
  const verdict = verdictOf(answered);
  const { result, code, reason } = verdict;
  return {
    key: JSON.stringify({ result, details: { errorCode: code, errorMessage: reason } }),
    value: JSON.stringify({
      action: actionOf(answered),
      changeId: main.changeId,
      startTime: main.askedAt.toISOString(),
      endTime: lastOf(answered).toISOString(),
      reportableIdentifier: main.answer.targetName || main.displayName,
      statusInfo: statusInfo(verdict),
      ...systemsOf(job),
      ...identitiesOf(main),
      modifiedProperties: ofSubject(answered).flatMap(modifiedBy),
      provisioningSteps: toldSteps(changes),
    }),
  };
}

const isAnswered = (change: OnDemandChange): change is Answered => change.answer !== null;

const lastOf = (answered: readonly Answered[]): Date =>
  new Date(Math.max(...answered.map(({ askedAt, answeredAt }) => (answeredAt ?? askedAt).getTime())));

/** The subject itself: of a group also its membership. Other changes are those of its members. */
const ofSubject = <C extends OnDemandChange>([main, ...others]: readonly C[]): readonly C[] =>
  main ? [main, ...others.filter(({ subjectId }) => subjectId === main.subjectId)] : [];

const severity: readonly Result[] = ['Failure', 'Warning', 'Success', 'Skipped'];

/** The gravest of what became of the subject; a member that failed is no more than a warning. */
function verdictOf(answered: readonly Answered[]): Verdict {
  const own = ofSubject(answered);
  const others = answered.filter((change) => !own.includes(change)).map((change) => verdictOn(change.answer));
  const failed = others.find(({ result }) => result === 'Failure');
  const all = [
    ...own.map(({ answer }) => verdictOn(answer)),
    ...(failed ? [{ ...failed, result: 'Warning' as const }] : []),
  ];
  const [gravest] = all.sort((one, other) => severity.indexOf(one.result) - severity.indexOf(other.result));
  return gravest ?? { result: 'Skipped', code: null, reason: null, details: null };
}

const results: Readonly<Record<OnDemandAnswer['outcome'], Result>> = {
  applied: 'Success',
  staged: 'Success',
  unchanged: 'Skipped',
  skipped: 'Skipped',
  superseded: 'Skipped',
  abandoned: 'Failure',
  parked: 'Failure',
};

function verdictOn({ outcome, code, reason, remarks, nextAttemptAt }: OnDemandAnswer): Verdict {
  const result = results[outcome];
  const [first] = remarks;
  if (result === 'Success' && first) {
    const details = remarks.map((each) => `${each.code}: ${each.text}`).join(' ');
    return { result: 'Warning', code: first.code, reason: first.text, details };
  }
  const details = nextAttemptAt && `Tried again at ${nextAttemptAt}.`;
  return { result, code, reason, details: outcome === 'parked' ? (details ?? waitsForChange) : null };
}

const waitsForChange = 'Evaluated again when it changes in the directory, or the rules change.';

/** Nothing but the status where a change succeeded or was skipped (entra-provisioning.md §6.2). */
function statusInfo({ result, code, reason, details }: Verdict): object {
  const errorCategory = errorCategories[result] ?? null;
  if (errorCategory === null) return { ...withoutError, status: result };
  const recommendedAction = recommendedActions[code ?? ''] ?? null;
  return { status: result, errorCode: code, reason, additionalDetails: details, errorCategory, recommendedAction };
}

const errorCategories: Readonly<Partial<Record<Result, string>>> = { Failure: 'Failure', Warning: 'NonServiceFailure' };

const withoutError = {
  status: null,
  errorCode: null,
  reason: null,
  additionalDetails: null,
  errorCategory: null,
  recommendedAction: null,
};

function actionOf(answered: readonly Answered[]): string {
  const own = ofSubject(answered).map(({ answer }) => answer);
  const told = own.find(({ action }) => action !== 'other') ?? own[0];
  return told?.outcome === 'staged' ? 'StagedDelete' : capitalised(told?.action ?? 'other');
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const systemsOf = ({ jobId, servicePrincipalId, name }: KnownJob) => ({
  sourceSystem: { id: jobId, name: 'Azure Active Directory', details: {} },
  targetSystem: {
    id: jobId,
    name: 'Samanage',
    details: { ApplicationId: jobId, ServicePrincipalId: servicePrincipalId, ServicePrincipalDisplayName: name },
  },
});

const identitiesOf = ({ subjectId, subjectType: type, displayName, answer }: Answered) => ({
  sourceIdentity: { id: subjectId, type, displayName, details: {} },
  targetIdentity: {
    id: answer.samanageId === null ? '' : String(answer.samanageId),
    type,
    displayName: answer.targetName,
    details: {},
  },
});

const modifiedBy = ({ answer }: Answered) =>
  answer.differences.map(({ name, oldValue, newValue }) => ({ displayName: name, oldValue, newValue }));

/** The steps so far: those of the subject, and what became of each member. */
export function toldSteps(changes: readonly OnDemandChange[]): readonly object[] {
  const own = ofSubject(changes);
  return [...own.flatMap(stepsOf), ...changes.filter((change) => !own.includes(change)).map(memberStep)];
}

function stepsOf({ steps, askedAt, answer, answeredAt, about }: OnDemandChange): readonly object[] {
  // Where a group is told with its members, it was retrieved once.
  const decided = about === 'members' ? steps.filter(({ type }) => type !== 'import') : steps;
  const done = answer?.steps ?? [];
  return [
    ...decided.map((step) => toldStep(step, askedAt)),
    ...done.map((step) => toldStep(step, answeredAt ?? askedAt)),
  ];
}

const toldStep = ({ name, type, status, description, details }: Step, at: Date): object => ({
  name,
  type: capitalised(type),
  status: capitalised(status),
  description,
  timestamp: at.toISOString(),
  details,
});

function memberStep({ changeId, subjectId, displayName, askedAt, answer, answeredAt }: OnDemandChange): object {
  const { result, code, reason } = answer ? verdictOn(answer) : inFlight;
  const action = capitalised(answer?.action ?? 'other');
  return {
    name: 'EntryProvisionMember',
    type: 'ReferenceResolution',
    status: result,
    description: `Provisioned User '${displayName}': ${reason ?? action}`,
    timestamp: (answeredAt ?? askedAt).toISOString(),
    details: { ObjectId: subjectId, ChangeId: changeId, Action: action, ...(code && { ErrorCode: code }) },
  };
}

const inFlight = { result: 'Skipped', code: null, reason: 'not ended yet' };
