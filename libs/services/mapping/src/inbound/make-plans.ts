import { Doorbell, type Running, runExclusively, type Sql } from '@waybill/event-log';
import type { CompiledRules } from '@waybill/provisioning-rules';
import type { Pool } from 'pg';
import { unknownGroup } from '../domain/group-state';
import type { KnownTenant, Match } from '../domain/plan/known-tenant';
import { planGroup } from '../domain/plan/plan-group';
import { type PlannedChange, type PlannedKind, plannedKinds } from '../domain/plan/planned-change';
import { planUser } from '../domain/plan/plan-user';
import { settleSearch } from '../domain/plan/settle-search';
import { unknownSubject } from '../domain/subject-state';
import { compileStored } from './compiled-jobs';

/** A plan that is to be made. */
interface WaitingPlan {
  readonly planId: string;
  readonly jobId: string;
  readonly rules: Readonly<Record<string, unknown>>;
}

export type PlannedSubject = Omit<PlannedChange, 'search'> & {
  readonly subjectId: string;
  readonly subjectType: string;
  readonly displayName: string;
};

type SubjectType = 'User' | 'Group';

interface Entry {
  readonly id: string;
  readonly state: unknown;
  readonly memberOf: readonly string[];
}

/** Some users, or some groups. */
interface Page {
  readonly type: SubjectType;
  readonly entries: readonly Entry[];
}

/** Asks whom Samanage has among those that match; null where that is not known. */
export type LookUp = (question: {
  readonly type: SubjectType;
  readonly matches: readonly Match[];
}) => Promise<KnownTenant | null>;

/** Where the maker of plans reads and writes. */
export interface PlanBook {
  readonly waiting: (sql: Sql) => Promise<WaitingPlan | undefined>;
  readonly begin: (sql: Sql, planId: string) => Promise<void>;
  readonly entriesAfter: (
    sql: Sql,
    job: string,
    place: { readonly type: SubjectType; readonly after: string },
    limit: number,
  ) => Promise<readonly Entry[]>;
  readonly lookUp: (sql: Sql, job: string, ...question: Parameters<LookUp>) => ReturnType<LookUp>;
  readonly add: (sql: Sql, planId: string, found: readonly PlannedSubject[], evaluated: number) => Promise<void>;
  readonly finish: (
    sql: Sql,
    planId: string,
    end: { readonly counts: Record<PlannedKind, number> | null; readonly problem: string | null },
  ) => Promise<void>;
}

const pollMilliseconds = 200;
const pageSize = 500;

/**
 * Makes the plans that wait: evaluates everybody under the draft rules and writes down what would change. Nothing of it
 * goes to the log. One process does it at a time; one that takes over begins a half-made plan anew.
 */
export function makePlans(
  book: PlanBook,
  { pool, onError }: { pool: Pool; onError: (error: unknown) => void },
): Running {
  return runExclusively({
    name: 'plans',
    pool,
    onError,
    work: async (client, signal) => {
      const bell = new Doorbell();
      while (!signal.aborted) {
        const plan = await book.waiting(client);
        if (plan) await makeOrFail(book, client, plan, signal);
        else await bell.wait(pollMilliseconds, signal);
      }
    },
  });
}

/** A plan that cannot be made says so, and does not keep others from being made. */
async function makeOrFail(book: PlanBook, sql: Sql, plan: WaitingPlan, signal: AbortSignal): Promise<void> {
  try {
    await makePlan(book, sql, plan, signal);
  } catch (error) {
    // Where it is the connection that failed this fails as well, and the plan is begun anew.
    await book.finish(sql, plan.planId, {
      counts: null,
      problem: error instanceof Error ? error.message : String(error),
    });
  }
}

async function makePlan(book: PlanBook, sql: Sql, plan: WaitingPlan, signal: AbortSignal): Promise<void> {
  const { planId, jobId } = plan;
  const rules = compileStored(plan.rules);
  await book.begin(sql, planId);
  const now = new Date().toISOString();
  const counts = Object.fromEntries(plannedKinds.map((kind) => [kind, 0])) as Record<PlannedKind, number>;
  let evaluated = 0;
  for (const type of ['User', 'Group'] as const) {
    let after = '';
    for (;;) {
      const entries = await book.entriesAfter(sql, jobId, { type, after }, pageSize);
      const last = entries.at(-1);
      if (last === undefined) break;
      // What is not finished is begun anew by whoever is next.
      if (signal.aborted) return;
      const found = await planPage({ type, entries }, rules, { jobId, now }, (asked) => book.lookUp(sql, jobId, asked));
      for (const { kind } of found) counts[kind] += 1;
      evaluated += entries.length;
      after = last.id;
      await book.add(sql, planId, found, evaluated);
    }
  }
  await book.finish(sql, planId, { counts, problem: null });
}

/** What rules would do to some subjects as the log has them; who has no link yet is looked for in one question. */
export async function planPage(
  { type, entries }: Page,
  rules: CompiledRules,
  occasion: { readonly jobId: string; readonly now: string },
  lookUp: LookUp,
): Promise<readonly PlannedSubject[]> {
  const planned = entries.map((entry) => planEntry(entry, type, rules, occasion));
  const matches = planned.flatMap(({ change }) => change.search?.matching ?? []);
  const tenant = matches.length === 0 ? null : await lookUp({ type, matches });
  return planned.map(({ change, ...subject }) => ({ ...subject, ...settleSearch(change, tenant) }));
}

function planEntry(
  { id: subjectId, state, memberOf }: Entry,
  subjectType: SubjectType,
  rules: CompiledRules,
  { jobId, now }: { readonly jobId: string; readonly now: string },
) {
  const occasion = { now, seed: `${jobId}/${subjectId}` };
  if (subjectType === 'Group') {
    const group = { ...unknownGroup, ...(state as object) };
    return { subjectId, subjectType, displayName: group.displayName, change: planGroup(group, rules, occasion) };
  }
  const user = { ...unknownSubject, ...(state as object) };
  return { subjectId, subjectType, displayName: user.displayName, change: planUser(user, memberOf, rules, occasion) };
}
