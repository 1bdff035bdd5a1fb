import type { Step } from '@waybill/contracts';
import type { WorkItem } from '@waybill/event-log';
import type { AccountLink } from '../../read-models/account-links/account-links';
import type { AccountWork } from '../../read-models/work/work-row';
import { nothingFound, type Report, reportOf } from './outcome-report';
import * as steps from './steps';

/**
 * Ends a change for which Samanage is not called at all; what is known of the account stays known. Undefined where
 * there is something to be done.
 */
export function leftAlone(item: WorkItem<AccountWork>, links: ReadonlyMap<string, AccountLink>): Report | undefined {
  const link = links.get(item.payload.userId);
  const id = link?.samanageId ?? null;
  const lastStep = lastStepOf(item.payload, id);
  if (!lastStep) return undefined;
  const applied = link?.applied ?? null;
  return reportOf(item, {
    ...nothingFound,
    outcomeType: 'samanage.account-skipped',
    id,
    before: applied,
    after: applied,
    refused: link?.refused ?? {},
    lastStep,
  });
}

function lastStepOf({ presence, allowed }: AccountWork, id: number | null): Step | undefined {
  if (presence === 'unmanaged') return steps.unmanaged(id);
  return presence === 'absent' && !allowed.delete ? steps.vetoed('delete', id) : undefined;
}
