import type { JobState } from './job-state';

/** A job as the connector's tables have it, as of the last commit. */
export interface ConnectedJob extends Omit<JobState, 'connected'> {
  readonly jobId: string;
}

/** What the management API asks of the connector's jobs. */
export abstract class JobReads {
  abstract byId(jobId: string): Promise<ConnectedJob | undefined>;
  abstract byServicePrincipal(servicePrincipalId: string): Promise<ConnectedJob | undefined>;
}
