import type { StoredJob } from './rules-in-force';
import type { PlannedChange, PlannedKind } from './plan/planned-change';

export interface RulesVersion {
  readonly version: number;
  readonly rules: Readonly<Record<string, unknown>>;
  readonly appliedBy: string;
  readonly planId: string | null;
  readonly appliedAt: Date | null;
}

export interface Plan {
  readonly planId: string;
  readonly jobId: string;
  readonly basedOn: number;
  readonly rules: Readonly<Record<string, unknown>>;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly status: 'waiting' | 'complete' | 'failed';
  readonly problem: string | null;
  readonly asOf: number | null;
  readonly evaluated: number;
  readonly counts: Readonly<Record<PlannedKind, number>> | null;
  readonly finishedAt: Date | null;
}

export interface PlanEntry extends PlannedChange {
  readonly subjectId: string;
  readonly subjectType: string;
  readonly displayName: string;
}

export interface Cycle {
  readonly cycleId: string;
  readonly kind: 'initial' | 'incremental';
  readonly rulesVersion: number | null;
  readonly openedAt: Date | null;
  readonly closedAt: Date | null;
  readonly how: string | null;
  readonly evaluated: number;
  readonly counts: Readonly<Record<string, number>>;
}

export interface StagedChange {
  readonly changeId: string;
  readonly subjectId: string;
  readonly subjectType: string;
  readonly displayName: string;
  readonly action: string;
  readonly reason: string;
  readonly since: Date;
}

export type SubjectType = 'User' | 'Group';

export interface SubjectEntry {
  readonly id: string;
  readonly state: unknown;
  readonly memberOf: readonly string[];
}

/** A part of a list: what comes after an id. */
export interface Page {
  readonly after: string;
  readonly limit: number;
}

/** What the management API asks of mapping's tables. */
export abstract class MappingReads {
  abstract job(jobId: string): Promise<StoredJob | undefined>;
  abstract rulesVersion(jobId: string, version: number): Promise<RulesVersion | undefined>;
  abstract rulesVersions(jobId: string): Promise<readonly Omit<RulesVersion, 'rules'>[]>;
  abstract plan(jobId: string, planId: string): Promise<Plan | undefined>;
  abstract plans(jobId: string): Promise<readonly Plan[]>;
  abstract planEntries(planId: string, page: Page & { readonly kind: string | null }): Promise<readonly PlanEntry[]>;
  abstract plannedFor(planId: string, subjectIds: readonly string[]): Promise<ReadonlyMap<string, PlannedKind>>;
  /** Puts down a plan to be made; what it finds is no event. */
  abstract askForPlan(plan: Pick<Plan, 'planId' | 'jobId' | 'basedOn' | 'rules' | 'madeBy'>): Promise<void>;
  abstract cycles(jobId: string, limit: number): Promise<readonly Cycle[]>;
  abstract staged(jobId: string, page: Page): Promise<readonly StagedChange[]>;
  /** Ids of those about whom something was logged after a position. */
  abstract changedSince(jobId: string, type: SubjectType, position: number): Promise<readonly string[]>;
  abstract subjects(jobId: string, type: SubjectType, ids: readonly string[]): Promise<readonly SubjectEntry[]>;
  abstract usersNamed(jobId: string, userName: string): Promise<readonly string[]>;
}
