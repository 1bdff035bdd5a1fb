import type { ReconciliationEnded, ReconciliationPolicySet } from '@waybill/contracts';
import { type Command, type Decider, evolveBy } from '@waybill/decider';
import type { Drift } from './drift';
import type { Subject } from './open-changes';

/** Whether Samanage is compared by itself; null is never. */
export type ReconciliationPolicy = Pick<ReconciliationPolicySet['data'], 'everyHours' | 'repair'>;

export type ReconciliationCommand = Command &
  (
    | ({ type: 'set-policy'; by: string; now: string } & ReconciliationPolicy)
    | { type: 'end-run'; ended: ReconciliationEnded['data'] }
  );

interface ReconciliationState {
  readonly policy: ReconciliationPolicy;
  /** The run that ended last, so that none ends twice. */
  readonly lastRunId: string | null;
}

/** How a job is until somebody says something else. */
export const defaultPolicy: ReconciliationPolicy = { everyHours: null, repair: false };

const initial: ReconciliationState = { policy: defaultPolicy, lastRunId: null };

/** When a job is compared with Samanage by itself, and what came of each comparison. */
export const reconciliation: Decider<
  ReconciliationCommand,
  ReconciliationState,
  ReconciliationPolicySet | ReconciliationEnded
> = {
  name: 'reconciliation',
  stream: ({ jobId }) => `reconciliation-${jobId}`,
  initialState: () => initial,
  evolve: evolveBy<ReconciliationState, ReconciliationPolicySet | ReconciliationEnded>(initial, {
    'samanage.reconciliation-policy-set': (state, { everyHours, repair }) => ({
      ...state,
      policy: { everyHours, repair },
    }),
    'samanage.reconciliation-ended': (state, { runId }) => ({ ...state, lastRunId: runId }),
  }),
  decide: (command, stored) => {
    const { policy, lastRunId } = { ...initial, ...stored };
    if (command.type === 'end-run') {
      const { ended } = command;
      return ended.runId === lastRunId ? [] : [{ type: 'samanage.reconciliation-ended', data: ended }];
    }
    const { everyHours, repair, by, now: at } = command;
    if (everyHours === policy.everyHours && repair === policy.repair) return [];
    return [{ type: 'samanage.reconciliation-policy-set', data: { everyHours, repair, by, at } }];
  },
};

const hour = 3_600_000;

/**
 * Whether a run is to begin by itself: so long after the policy was set, or after the last run was asked for.
 *
 * @param since the later of both, in epoch milliseconds
 */
export const isRunDue = ({ everyHours }: ReconciliationPolicy, since: number, now: number): boolean =>
  everyHours !== null && now - since >= everyHours * hour;

/** One comparison of all linked accounts and groups of a job with Samanage. */
export interface ReconciliationRun {
  readonly id: string;
  /** `Waiting` also when it could not be carried out and is tried again. */
  readonly state: 'Waiting' | 'Running' | 'Completed' | 'Failed';
  readonly askedBy: string;
  readonly trigger: ReconciliationEnded['data']['trigger'];
  readonly repair: boolean;
  readonly askedAt: Date;
  readonly beganAt: Date | null;
  readonly endedAt: Date | null;
  /** How many were compared; while it runs, so far. */
  readonly accounts: number;
  readonly groups: number;
  /** How many of them differ, how many are gone, and for how many a change was opened; known at the end. */
  readonly drifted: number;
  readonly missing: number;
  readonly repaired: number;
  /** Why it failed, or failed at the last attempt; null where nothing did. */
  readonly error: string | null;
}

/** A difference that a run has found. */
export interface ReconciliationDifference extends Drift {
  readonly id: string;
  readonly directoryId: string;
  readonly type: Subject['subjectType'];
  readonly samanageId: number;
  readonly displayName: string;
  /** Whether a change was opened that writes it; what became of that, the provisioning log tells. */
  readonly repaired: boolean;
}

/** A part of a list: what comes after one of its rows, by its id. */
export interface DifferencesPage {
  readonly after: string | null;
  readonly limit: number;
}

/** What the management API asks of reconciliation runs. */
export abstract class Reconciliations {
  /** @returns the run that was asked for, or the one that waits or runs already: then none was asked for */
  abstract ask(
    jobId: string,
    asked: Pick<ReconciliationRun, 'repair' | 'askedBy'>,
  ): Promise<{ readonly run: ReconciliationRun; readonly isNew: boolean }>;
  /** The newest first. */
  abstract runs(jobId: string): Promise<ReconciliationRun[]>;
  abstract run(jobId: string, id: string): Promise<ReconciliationRun | undefined>;
  abstract differences(runId: string, page: DifferencesPage): Promise<ReconciliationDifference[]>;
  abstract policy(jobId: string): Promise<ReconciliationPolicy>;
}
