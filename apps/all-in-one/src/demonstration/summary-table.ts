import type { ProvisioningObjectSummary } from '@waybill/graph';
import type { PushedPerson } from './push-people';

/** The person's story in one word: what has happened to his account since he was first pushed. */
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
  return { action, status: latest.provisioningStatusInfo.status, samanageId };
}

const widths = [22, 12, 12, 12] as const;

const row = (...cells: readonly string[]): string =>
  `  ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' ')}`.trimEnd();

/** Everybody in the directory: person, action, status, Samanage id; those who were not pushed with the reason. */
export function summaryTable(people: readonly PushedPerson[], log: readonly ProvisioningObjectSummary[]): string[] {
  const lines = people.map(({ displayName, id, action, reason }) => {
    if (action === 'skipped') return row(displayName, 'not pushed', reason ?? '');
    const { action: done, status, samanageId } = storyOf(log.filter(({ sourceIdentity }) => sourceIdentity.id === id));
    return row(displayName, done, status, samanageId);
  });
  return [row('person', 'action', 'status', 'Samanage id'), row('------', '------', '------', '-----------'), ...lines];
}
