import { type ProvisioningErrorInfo, type ProvisioningStatus, recommendedActions } from '@waybill/graph';
import { refusalCode, refusalDetails } from './refused-request';
import type { ToldEvent } from './telling';
import { abandonedBecause } from './told-steps';

/** What is wrong; nothing where a change succeeded or was skipped (entra-provisioning.md §6.2). */
export const errorOf = (event: ToldEvent, status: ProvisioningStatus): ProvisioningErrorInfo | null =>
  status === 'warning' ? remarksOf(event) : failureOf(event);

function failureOf({ type, data }: ToldEvent): ProvisioningErrorInfo | null {
  switch (type) {
    case 'samanage.change-parked':
    case 'mapping.change-parked':
      return errorInfo(data.code, data.reason, null, 'failure');
    case 'samanage.change-abandoned':
    case 'mapping.change-abandoned':
      return errorInfo('Abandoned', abandonedBecause(data), null, 'failure');
    case 'directory.request-refused':
      return errorInfo(refusalCode(data), data.reason, refusalDetails(data), 'failure');
    default:
      return null;
  }
}

function remarksOf({ data }: ToldEvent): ProvisioningErrorInfo | null {
  const remarks = 'remarks' in data ? data.remarks : [];
  const [first] = remarks;
  if (!first) return null;
  const details = remarks.map(({ code, text }) => `${code}: ${text}`).join(' ');
  return errorInfo(first.code, first.text, details, 'nonServiceFailure');
}

const errorInfo = (
  errorCode: string,
  reason: string,
  additionalDetails: string | null,
  errorCategory: ProvisioningErrorInfo['errorCategory'],
): ProvisioningErrorInfo => ({
  errorCode,
  reason,
  additionalDetails,
  errorCategory,
  recommendedAction: recommendedActions[errorCode] ?? null,
});
