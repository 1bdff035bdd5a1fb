import type { DirectoryWrite, MembersChanged } from '@waybill/contracts';
import type { ProvisioningStep } from '@waybill/graph';

/** What a write at our SCIM endpoint was, as far as its record tells it. */
interface ReceivedWrite {
  readonly type: string;
  readonly displayName: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Only of a resource of one of the job's own types. */
  readonly resourceType?: string;
}

/** One part of what became of the members of a group. */
interface ReceivedMembers {
  readonly joined: number;
  readonly left: number;
  readonly cause: MembersChanged['data']['cause'];
  readonly emptied: boolean;
}

/** How a change began; members are told in parts, each under its own name, so that none needs to know the others. */
export interface ReceivedParts {
  readonly directory?: ReceivedWrite;
  readonly [part: `members-${number}`]: ReceivedMembers;
}

/** The change is told to its end; false for a part of it that others follow. */
export const isComplete = ({ type, data }: DirectoryWrite): boolean =>
  type !== 'directory.members-changed' || data.part === data.parts;

/** What a write contributes to what is known of its change. */
export function receivedParts(write: DirectoryWrite, at: string): ReceivedParts {
  const members = write.type === 'directory.members-changed' ? membersIn(write.data) : {};
  if (!isComplete(write)) return members;
  const { type, data } = write;
  const own = 'resourceType' in data ? { resourceType: data.resourceType } : {};
  return { ...members, directory: { type, displayName: nameIn(data), at, ...own } };
}

const membersIn = ({ part, added, removed, cause, emptied }: MembersChanged['data']): ReceivedParts => ({
  [`members-${part}`]: { joined: added.length, left: removed.length, cause, emptied },
});

function nameIn(data: DirectoryWrite['data']): string {
  if (!('resource' in data)) return data.displayName;
  const { displayName, userName } = data.resource;
  const name = displayName ?? userName;
  return typeof name === 'string' ? name : '';
}

/** The step with which a record begins (entra-provisioning.md §6.3); none while nothing is known of the write. */
export function receivedSteps(parts: ReceivedParts): ProvisioningStep[] {
  if (!parts.directory) return [];
  const { type, displayName } = parts.directory;
  const kind = kindOf(type);
  const received = `Received ${subjectTypeOf(parts.directory)} '${displayName}' change of type (${kind}) from Azure Active Directory`;
  const members = type === 'directory.members-changed' ? membersOf(parts) : undefined;
  return [
    {
      name: `EntryImport${kind}`,
      provisioningStepType: 'import',
      status: members?.emptied ? 'warning' : 'success',
      description: members ? `${received}: ${wordsOf(members)}` : received,
      details: members ? detailsOf(members) : {},
    },
  ];
}

function kindOf(type: string): 'Add' | 'Update' | 'Delete' {
  if (type.endsWith('-created')) return 'Add';
  return type.endsWith('-deleted') ? 'Delete' : 'Update';
}

const subjectTypeOf = ({ type, resourceType }: ReceivedWrite): string =>
  type.startsWith('directory.user-') ? 'User' : (resourceType ?? 'Group');

function membersOf(parts: ReceivedParts): ReceivedMembers {
  const told = Object.entries(parts).flatMap(([name, part]) =>
    name.startsWith('members-') ? [part as ReceivedMembers] : [],
  );
  return {
    joined: told.reduce((sum, { joined }) => sum + joined, 0),
    left: told.reduce((sum, { left }) => sum + left, 0),
    cause: told.some(({ cause }) => cause === 'member-deleted') ? 'member-deleted' : 'requested',
    emptied: told.some(({ emptied }) => emptied),
  };
}

/** A group that one request emptied is the most reported mistake of SCIM clients and servers (scim.md §1.4). */
function wordsOf({ joined, left, cause, emptied }: ReceivedMembers): string {
  const counts = `${joined} joined, ${left} left`;
  if (emptied) return `THE GROUP WAS EMPTIED: one request took all its members away (${counts})`;
  return cause === 'member-deleted' ? `${counts}, because they were deleted` : counts;
}

const detailsOf = ({ joined, left, cause, emptied }: ReceivedMembers): ProvisioningStep['details'] => ({
  MembersJoined: String(joined),
  MembersLeft: String(left),
  Cause: cause === 'requested' ? 'Requested' : 'MemberDeleted',
  Emptied: emptied ? 'True' : 'False',
});
