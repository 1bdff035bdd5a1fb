import type { MembersChanged } from '@waybill/contracts';
import type { RowChange, Rows, RowsNeeded } from '@waybill/decider';
import {
  badRequest,
  changeMembers,
  type Leniency,
  type Member,
  type MemberChange,
  type MembersBefore,
  type MemberStep,
  namedMembers,
  type ResourceType,
} from '@waybill/scim';
import { refusing } from '../scim-refusal';

/** Rows of the groups' members: owner is the group, key the member. */
export const memberRows = 'member';
/** Rows of all resources there are or were: one owner, key is the id. */
export const resourceRows = 'resource';
export const directory = 'directory';

/** Members told by one event. */
const mostMembersAnEvent = 1_000;

/** The rows that steps must see: the members they name, and whether those that join exist. */
export function rowsForSteps(groupId: string, steps: readonly MemberStep[]): RowsNeeded[] {
  if (steps.length === 0) return [];
  const joining = steps.flatMap((step) => (step.kind === 'add' ? step.members.map(({ id }) => id) : []));
  return [
    { collection: memberRows, owner: groupId, keys: namedMembers(steps) },
    ...(joining.length > 0 ? [{ collection: resourceRows, owner: directory, keys: joining }] : []),
  ];
}

export const membersIn = (rows: Rows, groupId: string): MembersBefore => ({
  has: (id) => rows.get(memberRows, groupId, id) !== undefined,
  all: () => [...rows.all(memberRows, groupId)].map(([id, { display }]) => ({ id, display: display as string | null })),
});

/** A member that joins, with the type of the resource it is; null for one that does not exist. */
type Joining = MembersChanged['data']['added'][number];

export interface DirectoryMemberChange extends Omit<MemberChange, 'added'> {
  readonly added: readonly Joining[];
}

interface Group {
  readonly id: string;
  readonly jobId: string;
  readonly resourceType: ResourceType;
  readonly leniency: Pick<Leniency, 'danglingMembers'>;
}

/**
 * What steps come to in a group.
 *
 * @throws ScimRefusal `invalidValue` for members that do not exist, where the job refuses those
 */
export function changeGroupMembers(group: Group, steps: readonly MemberStep[], rows: Rows): DirectoryMemberChange {
  const { attributes } = group.resourceType.schema;
  const attribute = attributes.find(({ name }) => name === group.resourceType.apart);
  if (!attribute) throw new TypeError(`${group.resourceType.name} has no members`);
  const types = attribute.subAttributes.find(({ name }) => name === '$ref')?.referenceTypes ?? [];
  const change = changeMembers(attribute, steps, membersIn(rows, group.id));
  const joining = change.added.map((member) => joiningOf(member, existence(rows, group.jobId, member, types)));
  assertExist(group, joining);
  // Nobody brings back whom we have deleted: a request that comes hours late would.
  return { ...change, added: joining.flatMap(({ was, member }) => (was === 'deleted' ? [] : [member])) };
}

type Existence = { readonly was: 'present'; readonly type: string } | { readonly was: 'deleted' | 'unknown' };

function existence(rows: Rows, jobId: string, { id }: Member, types: readonly string[]): Existence {
  const row = rows.get(resourceRows, directory, id);
  if (!row || (row.job !== null && row.job !== jobId)) return { was: 'unknown' };
  if (row.deleted) return { was: 'deleted' };
  return types.includes(row.type as string) ? { was: 'present', type: row.type as string } : { was: 'unknown' };
}

const joiningOf = ({ id, display }: Member, found: Existence) => ({
  was: found.was,
  member: { id, display, type: found.was === 'present' ? found.type : null },
});

function assertExist({ leniency }: Group, joining: readonly { was: Existence['was']; member: Joining }[]): void {
  const missing = joining.filter(({ was }) => was !== 'present').map(({ member }) => `"${member.id.slice(0, 100)}"`);
  if (leniency.danglingMembers === 'keep' || missing.length === 0) return;
  const names = missing.slice(0, 10).join(', ');
  refusing(() => {
    throw badRequest('invalidValue', `There is no resource with the id ${names}.`);
  });
}

/** The events of one change: more than 1,000 members are told in parts. */
export function memberEvents(
  about: Pick<MembersChanged['data'], 'changeId' | 'groupId' | 'displayName' | 'cause' | 'at'>,
  { added, removed, emptied }: DirectoryMemberChange,
): MembersChanged[] {
  const parts = Math.max(Math.ceil(added.length / mostMembersAnEvent), Math.ceil(removed.length / mostMembersAnEvent));
  return Array.from({ length: parts }, (_, index) => {
    const from = index * mostMembersAnEvent;
    const slice = <T>(list: readonly T[]) => list.slice(from, from + mostMembersAnEvent);
    const part = { part: index + 1, parts, added: slice(added), removed: slice(removed) };
    return { type: 'directory.members-changed', data: { ...about, ...part, emptied } };
  });
}

export const rowChangesOfMembers = ({ groupId, added, removed }: MembersChanged['data']): RowChange[] => [
  ...removed.map((key) => ({ collection: memberRows, owner: groupId, key, row: null })),
  ...added.map(({ id: key, type, display }) => ({
    collection: memberRows,
    owner: groupId,
    key,
    row: { type, display },
  })),
];

/** What an event says of a resource's existence. */
export const existenceRow = (key: string, row: { job: string | null; type: string; deleted: boolean }): RowChange => ({
  collection: resourceRows,
  owner: directory,
  key,
  row,
});
