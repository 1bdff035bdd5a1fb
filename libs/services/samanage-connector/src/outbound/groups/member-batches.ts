import type { PendingMember } from '../../read-models/memberships/pending-members';

/** As many as fit well into the query of one call. */
const largestBatch = 100;

/**
 * Divides those who join into calls: each has people of one change, and no two of the same name, because an answer tells
 * nothing else of a membership than the name (samanage-api.md §3.2).
 */
export function batchesOf(joining: readonly PendingMember[]): PendingMember[][] {
  const batches: { changeId: string; names: Set<string>; members: PendingMember[] }[] = [];
  for (const member of joining) {
    const name = member.name ?? '';
    const fitting = batches.find(
      ({ changeId, names, members }) =>
        changeId === member.changeId && members.length < largestBatch && (name === '' || !names.has(name)),
    );
    const batch = fitting ?? { changeId: member.changeId, names: new Set<string>(), members: [] };
    if (!fitting) batches.push(batch);
    batch.names.add(name);
    batch.members.push(member);
  }
  return batches.map(({ members }) => members);
}
