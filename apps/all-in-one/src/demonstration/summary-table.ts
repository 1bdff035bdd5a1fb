import type { ProvisioningObjectSummary } from '@waybill/graph';
import type { Pushed } from './push-people';

/** A story in one word: what has happened to an account or group since it was first pushed; the reason where nothing did. */
function storyOf(records: readonly ProvisioningObjectSummary[]): {
  action: string;
  status: string;
  samanageId: string;
} {
  const told = records.filter(({ provisioningStatusInfo }) => provisioningStatusInfo.status !== 'skipped');
  const [newest] = records;
  const latest = told[0] ?? newest;
  if (!latest) return { action: '', status: 'in flight', samanageId: '' };
  const created = told.some(({ provisioningAction }) => provisioningAction === 'create');
  const action = created && latest.provisioningAction === 'update' ? 'create' : latest.provisioningAction;
  const samanageId = records.find(({ targetIdentity }) => targetIdentity.id !== '')?.targetIdentity.id ?? '';
  return { action, status: latest.provisioningStatusInfo.status, samanageId: samanageId || skipReasonOf(latest) };
}

const skipReasonOf = ({ provisioningSteps }: ProvisioningObjectSummary): string =>
  provisioningSteps.map(({ details }) => details.SkipReason).find((reason) => reason !== undefined) ?? '';

const widths = [22, 12, 12, 12] as const;

const row = (...cells: readonly string[]): string =>
  `  ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' ')}`.trimEnd();

/** Everybody and every group in the directory: name, action, status, Samanage id; what was not done with the reason. */
export function summaryTable(pushed: readonly Pushed[], log: readonly ProvisioningObjectSummary[]): string[] {
  const lines = pushed.map(({ displayName, id, action, reason }) => {
    if (action === 'skipped') return row(displayName, 'not pushed', reason ?? '');
    const { action: done, status, samanageId } = storyOf(log.filter(({ sourceIdentity }) => sourceIdentity.id === id));
    return row(displayName, done, status, samanageId);
  });
  return [row('name', 'action', 'status', 'Samanage id'), row('----', '------', '------', '-----------'), ...lines];
}
