import type { RequestRefused } from '@waybill/contracts';
import type { ProvisioningStep } from '@waybill/graph';

type Refusal = RequestRefused['data'];

/** What a refusal is found by: the word that SCIM has for it (RFC 7644 §3.12), else its status. */
export const refusalCode = ({ scimType, status }: Refusal): string => scimType ?? `HTTP${status}`;

/** Which request was refused, and how many more were not told one by one. */
export function refusalDetails({ method, path, correlationId, suppressed }: Refusal): string {
  const request = `${method} ${path}, correlation id ${correlationId}.`;
  return suppressed > 0 ? `${request} ${suppressed} more refusals were not told one by one.` : request;
}

/** The one step of a request that came no further. */
export const refusedStep = (refusal: Refusal): ProvisioningStep => ({
  name: 'EntryImport',
  provisioningStepType: 'import',
  status: 'failure',
  description: `${refusal.method} ${refusal.path} was refused with ${refusal.status}: ${refusal.reason}`,
  details: {
    Status: String(refusal.status),
    ScimType: refusal.scimType ?? '',
    CorrelationId: refusal.correlationId,
    NotTold: String(refusal.suppressed),
  },
});
