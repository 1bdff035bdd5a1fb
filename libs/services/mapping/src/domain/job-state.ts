import type {
  JobCreated,
  JobCycleClosed,
  JobCycleOpened,
  JobDeletionBrakeSet,
  JobDeletionsAllowed,
  JobRulesApplied,
  JobStarted,
} from '@waybill/contracts';
import { evolveBy } from '@waybill/decider';
import { type DeletionBrake, defaultBrake } from './deletion-brake';

export type JobEvent =
  | JobCreated
  | JobRulesApplied
  | JobStarted
  | JobCycleOpened
  | JobCycleClosed
  | JobDeletionBrakeSet
  | JobDeletionsAllowed;

export interface JobState {
  readonly servicePrincipalId: string | null;
  readonly rulesVersion: number;
  /** The running incremental cycle. */
  readonly cycleId: string | null;
  /** The initial cycle that evaluates everybody under the newest rules; null once it is through. */
  readonly initialCycleId: string | null;
  readonly brake: DeletionBrake;
  readonly allowedAt: string | null;
}

export const unknownJob: JobState = {
  servicePrincipalId: null,
  rulesVersion: 0,
  cycleId: null,
  initialCycleId: null,
  brake: defaultBrake,
  allowedAt: null,
};

/** How each event changes what is remembered. */
export const evolveJob = evolveBy<JobState, JobEvent>(unknownJob, {
  'job.created': (state, { servicePrincipalId }) => ({ ...state, servicePrincipalId }),
  'job.rules-applied': (state, { rulesVersion }) => ({ ...state, rulesVersion }),
  'job.started': (state) => state,
  'job.cycle-opened': (state, { kind, cycleId }) =>
    kind === 'initial' ? { ...state, initialCycleId: cycleId } : { ...state, cycleId },
  'job.cycle-closed': (state, { cycleId }) =>
    state.initialCycleId === cycleId ? { ...state, initialCycleId: null } : state,
  'job.deletion-brake-set': (state, { enabled, count, percent, windowHours }) => ({
    ...state,
    brake: { enabled, count, percent, windowHours },
  }),
  'job.deletions-allowed': (state, { at: allowedAt }) => ({ ...state, allowedAt }),
});
