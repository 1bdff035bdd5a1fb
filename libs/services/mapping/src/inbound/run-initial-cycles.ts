import {
  Doorbell,
  type EventLog,
  instruct,
  type Instruction,
  newId,
  type Running,
  runExclusively,
  type Sql,
} from '@waybill/event-log';
import type { Pool } from 'pg';
import { group } from '../domain/group';
import { job as jobDecider } from '../domain/job';
import type { Job, StoredJob } from '../domain/rules-in-force';
import { subject } from '../domain/subject';
import { CompiledJobs } from './compiled-jobs';

/** How far an initial cycle has come. */
export interface CycleProgress {
  readonly type: 'User' | 'Group';
  readonly after: string;
  readonly evaluated: number;
}

/** What the runner of initial cycles looks up and keeps. */
export interface CycleBook {
  /** The jobs that an initial cycle is running for. */
  readonly running: (sql: Sql) => Promise<readonly StoredJob[]>;
  readonly subjectsAfter: (sql: Sql, job: string, place: CycleProgress, limit: number) => Promise<readonly string[]>;
  readonly progress: (sql: Sql, cycleId: string) => Promise<CycleProgress>;
  readonly saveProgress: (sql: Sql, cycleId: string, progress: CycleProgress) => Promise<void>;
}

const pollMilliseconds = 1_000;
const pageSize = 256;
const actor = 'service:mapping';

/**
 * Evaluates everybody under new rules, page by page, where changes of the directory pass. One process does it at a
 * time; one that takes over goes on where the last page ended, and whoever was evaluated already is passed by.
 */
export function runInitialCycles(book: CycleBook, { pool, log, onError }: CycleHost): Running {
  return runExclusively({
    name: 'initial cycles',
    pool,
    onError,
    work: async (client, signal) => {
      const bell = new Doorbell();
      const silence = log.onAppend((events) => {
        if (events.some(({ type }) => type === 'job.cycle-opened')) bell.ring();
      });
      const compiled = new CompiledJobs();
      try {
        while (!signal.aborted) {
          for (const stored of await book.running(client)) {
            await runCycle(stored, compiled.of(stored), { book, log, sql: client, signal });
          }
          await bell.wait(pollMilliseconds, signal);
        }
      } finally {
        silence();
      }
    },
  });
}

interface CycleHost {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly onError: (error: unknown) => void;
}

interface CycleWork {
  readonly book: CycleBook;
  readonly log: EventLog;
  /** The connection that holds the lock: each query on it shows that we are alive. */
  readonly sql: Sql;
  readonly signal: AbortSignal;
}

async function runCycle(stored: StoredJob, job: Job, { book, log, sql, signal }: CycleWork): Promise<void> {
  const cycleId = stored.initialCycleId;
  if (cycleId === null) return;
  let progress = await book.progress(sql, cycleId);
  while (!signal.aborted) {
    const page = await book.subjectsAfter(sql, job.jobId, progress, pageSize);
    const last = page.at(-1);
    if (last === undefined) {
      if (progress.type === 'Group') return closeCycle(log, job.jobId, cycleId, progress.evaluated);
      progress = { type: 'Group', after: '', evaluated: progress.evaluated };
      continue;
    }
    const outdated = await evaluate(
      log,
      page.map((id) => evaluationOf(job, cycleId, progress.type, id)),
    );
    // Newer rules hold already: their own cycle evaluates everybody.
    if (outdated) return;
    progress = { ...progress, after: last, evaluated: progress.evaluated + page.length };
    await book.saveProgress(sql, cycleId, progress);
  }
}

function evaluationOf({ jobId, rules }: Job, cycleId: string, type: CycleProgress['type'], id: string): Instruction {
  const evaluation = {
    jobId,
    changeId: newId(),
    cycleId,
    cause: 'cycle',
    rules,
    now: new Date().toISOString(),
  } as const;
  return type === 'User'
    ? instruct(subject, { type: 'evaluate-again', userId: id, ...evaluation })
    : instruct(group, { type: 'evaluate-group-again', groupId: id, ...evaluation });
}

/**
 * Each is a submission of its own, so that one that fails keeps nobody else from being evaluated.
 *
 * @returns whether newer rules hold already
 * @throws whatever else one was refused for
 */
async function evaluate(log: EventLog, instructions: readonly Instruction[]): Promise<boolean> {
  const metadata = { correlationId: newId(), actor };
  const handled = await Promise.all(
    instructions.map((each) => log.submit({ instructions: [each], metadata, lane: 'background' })),
  );
  const refusals = handled.flatMap((each) => (each.kind === 'refused' ? [each.error] : []));
  const other = refusals.find(({ code }) => code !== 'mapping.rules-outdated');
  if (other) throw other;
  return refusals.length > 0;
}

async function closeCycle(log: EventLog, jobId: string, cycleId: string, evaluated: number): Promise<void> {
  const command = { type: 'close-cycle', jobId, cycleId, evaluated, by: actor, now: new Date().toISOString() } as const;
  const metadata = { correlationId: cycleId, actor };
  await log.submit({ instructions: [instruct(jobDecider, command)], metadata, lane: 'background' });
}
