import type { SamanageJobConnected } from '@waybill/contracts';
import type { Command, Decider } from '@waybill/decider';

interface ConnectJob extends Command {
  readonly type: 'connect-job';
}

/** Whether the connector writes for a job. */
export const job: Decider<ConnectJob, { connected: boolean }, SamanageJobConnected> = {
  name: 'job',
  stream: ({ jobId }) => `job-${jobId}`,
  initialState: () => ({ connected: false }),
  evolve: () => ({ connected: true }),
  decide: (_, { connected }) => (connected ? [] : [{ type: 'samanage.job-connected', data: {} }]),
};
