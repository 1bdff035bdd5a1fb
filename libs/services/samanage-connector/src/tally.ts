import type { LoggedEvent } from '@waybill/event-log';
import type { TallyDefinition } from '@waybill/service-host';
import { workTable } from './read-models/work/work-row';

type Counted = ReturnType<TallyDefinition['count']>;

/** How each event that ends a change counts for conservation. */
const counted: Readonly<Record<string, Counted>> = {
  'samanage.account-created': ['applied'],
  'samanage.account-linked': ['applied'],
  'samanage.account-updated': ['applied'],
  'samanage.account-disabled': ['applied'],
  'samanage.account-enabled': ['applied'],
  'samanage.account-deleted': ['applied'],
  'samanage.account-unchanged': ['unchanged'],
  'samanage.account-skipped': ['skipped'],
  'samanage.group-created': ['applied'],
  'samanage.group-linked': ['applied'],
  'samanage.group-updated': ['applied'],
  'samanage.group-deleted': ['applied'],
  'samanage.group-unchanged': ['unchanged'],
  'samanage.group-skipped': ['skipped'],
  'samanage.members-updated': ['applied'],
  'samanage.members-unchanged': ['unchanged'],
  'samanage.members-skipped': ['skipped'],
  'samanage.change-superseded': ['superseded'],
  'samanage.change-abandoned': ['abandoned'],
};

const beginnings: ReadonlySet<string> = new Set([
  'samanage.change-received',
  'samanage.group-change-received',
  'samanage.members-received',
]);

/** What mapping desired was received; what the connector has reasons of its own for was opened here. */
function count({ type, data }: LoggedEvent): Counted {
  if (!beginnings.has(type)) return counted[type] ?? [];
  const { cause, part, parts } = data as { cause: string; part?: number; parts?: number };
  if (part !== parts) return [];
  return cause === 'desired' ? ['received'] : ['opened'];
}

/** What the connector counts for conservation (architecture §1). */
export const tally: TallyDefinition = {
  eventType: 'samanage.tally-stated',
  count,
  openChanges: `SELECT job, sum((payload->>'waiting')::int)::bigint AS changes FROM ${workTable} GROUP BY job`,
  broughtBy: ['mapping.account-desired', 'mapping.group-desired', 'mapping.members-desired'],
};
