import type { ErrorDetail } from '@waybill/decider';
import type { MappingReads, Plan, SubjectType } from '../domain/mapping-reads';
import { isSurprise } from '../domain/plan/planned-change';
import { compileStored } from './compiled-jobs';
import { type LookUp, planPage, type PlannedSubject } from './make-plans';

/**
 * Evaluates those who changed since a plan was made, and nobody else.
 *
 * @returns whoever would be created, disabled or deleted now and was not in the plan so
 */
export async function surprisesOf(reads: MappingReads, plan: Plan, now: string): Promise<readonly ErrorDetail[]> {
  const found = await Promise.all((['User', 'Group'] as const).map((type) => surprising(reads, plan, type, now)));
  return found.flat().map(({ subjectId, displayName, kind }) => ({
    target: subjectId,
    message: `${displayName}: ${kind}, which the plan does not show`,
  }));
}

async function surprising(
  reads: MappingReads,
  { jobId, planId, rules, asOf }: Plan,
  type: SubjectType,
  now: string,
): Promise<readonly PlannedSubject[]> {
  const changed = await reads.changedSince(jobId, type, asOf ?? 0);
  if (changed.length === 0) return [];
  const compiled = compileStored(rules);
  const [entries, planned] = await Promise.all([
    reads.subjects(jobId, type, changed),
    reads.plannedFor(planId, changed),
  ]);
  const lookUp: LookUp = (question) => reads.tenantEntries(jobId, question);
  const found = await planPage({ type, entries }, compiled, { jobId, now }, lookUp);
  return found.filter(({ kind, subjectId }) => isSurprise(kind, planned.get(subjectId)));
}
