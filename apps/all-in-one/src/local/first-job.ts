import { setTimeout as sleep } from 'node:timers/promises';
import type { ManagementApi } from '../demonstration/management-api';
import { digestOf, type LocalIdentity } from './local-identity';

const patienceMilliseconds = 30_000;

type FirstJob = Pick<LocalIdentity, 'jobId' | 'servicePrincipalId' | 'tokenId' | 'scimToken'>;

/**
 * Creates the job of a data folder and its SCIM token; both are there already after the first start.
 *
 * @throws Error when the services do not take them in time
 */
export async function ensureFirstJob(api: ManagementApi, identity: FirstJob): Promise<void> {
  const { jobId, servicePrincipalId, tokenId, scimToken } = identity;
  const job = `/v1.0/waybill/jobs/${jobId}`;
  await untilTaken(() => api.put(job, { servicePrincipalId, name: 'Samanage' }));
  // Ingress hears of the job from mapping, a moment later; until then it knows of none.
  await untilTaken(() => api.put(`${job}/tokens/${tokenId}`, { digest: digestOf(scimToken), label: 'local' }));
}

async function untilTaken(put: () => Promise<number>): Promise<void> {
  const until = Date.now() + patienceMilliseconds;
  for (;;) {
    const status = await put();
    if (status < 300) return;
    if ((status !== 404 && status < 500) || Date.now() > until) throw new Error(`the first job was answered ${status}`);
    await sleep(20);
  }
}
