import type { MembershipsWritten, MembersOutcome, Step } from '@waybill/contracts';
import type { ProvisioningObjectSummary, ProvisioningStep } from '@waybill/graph';
import { nothingCameOf } from './skipped-steps';

/** How many people a record names; the others are a number. */
export const mostNamed = 1_000;

/** Who joined and left a group by the calls of one change; directory ids, in the order in which it happened. */
export interface WrittenMembers {
  readonly joined: readonly string[];
  readonly left: readonly string[];
}

/** What one call contributes to what is known of its change. */
export const writtenIn = ({ added, removed }: MembershipsWritten['data']): WrittenMembers => ({
  joined: added.map(({ userId }) => userId),
  left: [...removed],
});

/** What two calls did, the earlier first; of either kind no more are kept than a record may name. */
export const bothWritten = (before: WrittenMembers, next: WrittenMembers): WrittenMembers => ({
  joined: [...before.joined, ...next.joined].slice(0, mostNamed),
  left: [...before.left, ...next.left].slice(0, mostNamed),
});

const nobody: WrittenMembers = { joined: [], left: [] };

/** The people whom a record names. */
function named({ joined, left } = nobody): WrittenMembers {
  return { joined: joined.slice(0, mostNamed), left: left.slice(0, Math.max(0, mostNamed - joined.length)) };
}

/** An entry for each person who joined or left, as far as they are named. */
export function modifiedMembers(written?: WrittenMembers): ProvisioningObjectSummary['modifiedProperties'] {
  const { joined, left } = named(written);
  return [
    ...joined.map((newValue) => ({ displayName: 'members', oldValue: null, newValue })),
    ...left.map((oldValue) => ({ displayName: 'members', oldValue, newValue: null })),
  ];
}

/** How many joined, left and wait; where nothing was written, why not. */
export const membersSteps = (event: MembersOutcome, written?: WrittenMembers): ProvisioningStep[] =>
  event.type === 'samanage.members-updated'
    ? [writtenStep(event.data, written)]
    : nothingCameOf(event, countsOf(event.data));

function writtenStep(data: MembersOutcome['data'], written?: WrittenMembers): ProvisioningStep {
  const { added, removed, waiting } = data;
  const { joined, left } = named(written);
  const notNamed = added + removed - joined.length - left.length;
  const more = notNamed > 0 ? `; ${notNamed} of them are not named one by one` : '';
  return {
    name: 'EntryExportUpdate',
    provisioningStepType: 'export',
    status: waiting > 0 ? 'warning' : 'success',
    description: `${added} joined, ${removed} left, ${waiting} wait for an account${more}`,
    details: { ...countsOf(data), ...(notNamed > 0 && { NotNamed: String(notNamed) }) },
  };
}

const countsOf = ({ added, removed, waiting }: MembersOutcome['data']): Step['details'] => ({
  MembersJoined: String(added),
  MembersLeft: String(removed),
  MembersWaiting: String(waiting),
});
