import type { MembersTakenIn } from '@waybill/contracts';
import type { RowChange, Rows, RowsNeeded } from '@waybill/decider';

/** The groups of a user, each a row under its directory id. */
export const membershipRows = 'memberships';

export const membershipsNeeded = (userId: string): RowsNeeded => ({
  collection: membershipRows,
  owner: userId,
  keys: 'all',
});

/** Directory ids of the groups of which a user is a direct member. */
export const membershipsOf = (userId: string, rows: Rows): readonly string[] => [
  ...rows.all(membershipRows, userId).keys(),
];

/** How those who joined or left a group change it. */
export const membershipChanges = ({ groupId, added, removed }: MembersTakenIn['data']): readonly RowChange[] => [
  ...removed.map((owner) => ({ collection: membershipRows, owner, key: groupId, row: null })),
  ...added.map(({ id: owner }) => ({ collection: membershipRows, owner, key: groupId, row: {} })),
];
