import { Doorbell, type Running } from '@waybill/event-log';
import type { ServiceResources } from '@waybill/service-host';
import { connectedJobs } from '../../read-models/jobs/jobs';
import { quarantinePolicyOf, type SamanageConnectorConfig } from '../../samanage-connector.config';
import { samanageAccess } from '../connection/samanage-access';
import { rewrapCredentials } from '../credentials/credential-vault';
import { KeyRing } from '../credentials/key-ring';
import { writeFor } from './job-writer';

const lookForJobsMilliseconds = 1_000;

/** Starts a writer for each job as soon as the connector knows it. */
export function writeForEveryJob(
  config: SamanageConnectorConfig,
  { pool, log }: Pick<ServiceResources, 'pool' | 'log'>,
  onError: (error: unknown) => void,
): Running {
  const { workers, timeoutSeconds, graceSeconds } = config;
  const options = {
    access: samanageAccess(config, pool),
    pool,
    log,
    workers,
    timeoutMilliseconds: timeoutSeconds * 1_000,
    graceMilliseconds: graceSeconds * 1_000,
    policy: quarantinePolicyOf(config),
    onError,
  };
  const writers = new Map<string, Running>();
  const watch = new AbortController();
  const watching = (async () => {
    // Credentials that were saved under an older key are kept under the newest from now on.
    await rewrapCredentials(pool, new KeyRing(config.credentialKeys)).catch(onError);
    while (!watch.signal.aborted) {
      const jobs = await connectedJobs(pool).catch((error: unknown) => {
        onError(error);
        return [];
      });
      for (const { jobId: job } of jobs) {
        if (!writers.has(job)) writers.set(job, writeFor({ ...options, job }));
      }
      await new Doorbell().wait(lookForJobsMilliseconds, watch.signal);
    }
  })();
  return {
    stop: async () => {
      watch.abort();
      await watching;
      await Promise.all([...writers.values()].map((writer) => writer.stop()));
    },
  };
}
