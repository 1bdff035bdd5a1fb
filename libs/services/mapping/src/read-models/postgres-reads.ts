import type { Pool } from 'pg';
import { MappingReads, type Page, type Plan, type SubjectType } from '../domain/mapping-reads';
import { listCycles } from './cycles/cycles';
import { membersOf } from './group-members/group-members';
import { findJobs } from './jobs/jobs';
import { subjectsCalled } from './on-demand/external-ids';
import { changesOnDemand, unansweredOf } from './on-demand/on-demand';
import { askForPlan, findPlan, listPlans, planEntries, plannedFor } from './plans/plans';
import { rolesOf, servicePrincipal } from './roles/roles';
import { listRulesVersions, rulesVersion } from './rules-versions/rules-versions';
import { changedSince, subjectEntries, usersNamed } from './subjects/read-subjects';
import { tenantEntries, type TenantQuestion } from './tenant/tenant';
import { stagedChanges } from './waiting-changes/waiting-changes';

/** Answers the management API from mapping's own tables, as of the last commit. */
export class PostgresReads extends MappingReads {
  constructor(private readonly pool: Pool) {
    super();
  }

  async job(jobId: string) {
    return (await findJobs(this.pool, [jobId])).get(jobId);
  }

  rulesVersion(jobId: string, version: number) {
    return rulesVersion(this.pool, jobId, version);
  }

  rulesVersions(jobId: string) {
    return listRulesVersions(this.pool, jobId);
  }

  plan(jobId: string, planId: string) {
    return findPlan(this.pool, jobId, planId);
  }

  plans(jobId: string) {
    return listPlans(this.pool, jobId);
  }

  planEntries(planId: string, page: Page & { readonly kind: string | null }) {
    return planEntries(this.pool, planId, page);
  }

  plannedFor(planId: string, subjectIds: readonly string[]) {
    return plannedFor(this.pool, planId, subjectIds);
  }

  askForPlan(plan: Pick<Plan, 'planId' | 'jobId' | 'basedOn' | 'rules' | 'madeBy'>) {
    return askForPlan(this.pool, plan);
  }

  cycles(jobId: string, limit: number) {
    return listCycles(this.pool, jobId, limit);
  }

  staged(jobId: string, { after, limit }: Page) {
    return stagedChanges(this.pool, jobId, after, limit);
  }

  changedSince(jobId: string, type: SubjectType, position: number) {
    return changedSince(this.pool, jobId, type, position);
  }

  subjects(jobId: string, type: SubjectType, ids: readonly string[]) {
    return subjectEntries(this.pool, jobId, type, ids);
  }

  tenantEntries(jobId: string, question: TenantQuestion) {
    return tenantEntries(this.pool, jobId, question);
  }

  servicePrincipal(servicePrincipalId: string) {
    return servicePrincipal(this.pool, servicePrincipalId);
  }

  roles(jobId: string) {
    return rolesOf(this.pool, jobId);
  }

  usersNamed(jobId: string, userName: string) {
    return usersNamed(this.pool, jobId, userName);
  }

  subjectsCalled(jobId: string, type: SubjectType, externalIds: readonly string[]) {
    return subjectsCalled(this.pool, jobId, type, externalIds);
  }

  membersOf(groupId: string) {
    return membersOf(this.pool, groupId);
  }

  onDemandChanges(jobId: string, requestId: string) {
    return changesOnDemand(this.pool, jobId, requestId);
  }

  unansweredOnDemand(requestIds: readonly string[]) {
    return unansweredOf(this.pool, requestIds);
  }
}
