import type { StoredJob } from './rules-in-force';
import type { OnDemandChange } from './on-demand/on-demand-change';
import type { KnownTenant, Match } from './plan/known-tenant';
import type { PlannedChange, PlannedKind } from './plan/planned-change';
import type { SamanageRole } from './tenant';

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
  /** When Samanage was read that it looked people up in; null where it never was. */
  readonly tenantReadAt: Date | null;
  readonly evaluated: number;
  readonly counts: Readonly<Record<PlannedKind, number>> | null;
  readonly finishedAt: Date | null;
}

export interface PlanEntry extends Omit<PlannedChange, 'search'> {
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

/** What a service principal stands for: its one job, and the roles of the Samanage account (glossary: job). */
export interface ServicePrincipal {
  readonly jobId: string;
  readonly name: string;
  /** Null where they were never imported. */
  readonly roles: readonly SamanageRole[] | null;
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
  /** Whom Samanage has that one of the matches means; null where it was never read. */
  abstract tenantEntries(
    jobId: string,
    question: { readonly type: SubjectType; readonly matches: readonly Match[] },
  ): Promise<KnownTenant | null>;
  abstract servicePrincipal(servicePrincipalId: string): Promise<ServicePrincipal | undefined>;
  /** The roles of the Samanage account; null where they were never imported. */
  abstract roles(jobId: string): Promise<readonly SamanageRole[] | null>;
  abstract usersNamed(jobId: string, userName: string): Promise<readonly string[]>;
  /** Ids of those who have one of these externalIds, in any case, by the one they were asked for. */
  abstract subjectsCalled(
    jobId: string,
    type: SubjectType,
    externalIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>>;
  /** All members of a group, and the version of the group that has them. */
  abstract membersOf(
    groupId: string,
  ): Promise<{ readonly directoryVersion: number; readonly members: readonly string[] }>;
  /** The changes of a request on demand, the one that it is named after first. */
  abstract onDemandChanges(jobId: string, requestId: string): Promise<readonly OnDemandChange[]>;
  /** How many changes of each of some requests on demand are not answered yet. */
  abstract unansweredOnDemand(requestIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}
