import type { Pool } from 'pg';
import { JobReads } from '../../domain/connected-job';
import { jobById, jobByServicePrincipal } from './jobs';

/** Answers the management API from the connector's own table. */
export class PostgresJobReads extends JobReads {
  constructor(private readonly pool: Pool) {
    super();
  }

  byId(jobId: string) {
    return jobById(this.pool, jobId);
  }

  byServicePrincipal(servicePrincipalId: string) {
    return jobByServicePrincipal(this.pool, servicePrincipalId);
  }
}
