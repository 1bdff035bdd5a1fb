import type { Pool } from 'pg';
import { type DifferencesPage, type ReconciliationRun, Reconciliations } from '../../domain/reconciliation';
import { differencesOf } from './differences';
import { policyOf } from './policies';
import { askForRun, runOf, runsOf } from './runs';

/** Answers the management API from the connector's own tables. */
export class PostgresReconciliations extends Reconciliations {
  constructor(private readonly pool: Pool) {
    super();
  }

  ask(jobId: string, asked: Pick<ReconciliationRun, 'repair' | 'askedBy'>) {
    return askForRun(this.pool, jobId, { ...asked, trigger: 'admin' });
  }

  runs(jobId: string) {
    return runsOf(this.pool, jobId);
  }

  run(jobId: string, id: string) {
    return runOf(this.pool, jobId, id);
  }

  differences(runId: string, page: DifferencesPage) {
    return differencesOf(this.pool, runId, page);
  }

  async policy(jobId: string) {
    const { everyHours, repair } = await policyOf(this.pool, jobId);
    return { everyHours, repair };
  }
}
