import type { GroupChanged, GroupCreated, GroupDeleted, MembersChanged } from '@waybill/contracts';
import { instruct, type Instruction, newId } from '@waybill/event-log';
import type { Message, Reaction } from '@waybill/messaging';
import { group } from '../domain/group';
import type { Job } from '../domain/rules-in-force';
import { subject } from '../domain/subject';
import { displayNameOf } from './display-name';
import type { JobOf } from './jobs-in-sets';

type GroupChange = GroupCreated | GroupChanged | GroupDeleted;

/** Takes in each change of a directory group, to be evaluated under the rules that hold now. */
export const takeInGroups = (jobOf: JobOf): Reaction => ({
  on: ['directory.group-created', 'directory.group-changed', 'directory.group-deleted'],
  react: async (message) => {
    const { rules, cycleId } = await jobOf(message.job);
    const change = message as unknown as Message & GroupChange;
    const { groupId, changeId, at } = change.data;
    return [
      instruct(group, {
        type: 'take-in-group',
        jobId: message.job,
        groupId,
        changeId,
        cycleId,
        displayName: displayNameOf(change, groupId),
        directoryVersion: message.streamVersion,
        resource: change.type === 'directory.group-deleted' ? null : change.data.resource,
        rules,
        now: at,
      }),
    ];
  },
});

/** Takes in who joined or left a group; where a filter asks for groups, those people are evaluated again. */
export const takeInMembers = (jobOf: JobOf): Reaction => ({
  on: ['directory.members-changed'],
  react: async (message) => {
    const job = await jobOf(message.job);
    const { data } = message as unknown as Message & MembersChanged;
    const { groupId, changeId, displayName, part, parts, added, removed, at } = data;
    const { rules, cycleId } = job;
    const taken = instruct(group, {
      type: 'take-in-members',
      jobId: message.job,
      groupId,
      changeId,
      cycleId,
      displayName,
      directoryVersion: message.streamVersion,
      part,
      parts,
      added: added.map(({ id, type }) => ({ id, type })),
      removed,
      rules,
      now: at,
    });
    return [taken, ...evaluationsOf(data, job)];
  },
});

function evaluationsOf({ added, removed, at: now }: MembersChanged['data'], job: Job): Instruction[] {
  const { jobId, rules, cycleId } = job;
  if (!rules.compiled.usesMembership) return [];
  const users = [...added.flatMap(({ id, type }) => (type === 'User' ? [id] : [])), ...removed];
  return users.map((userId) =>
    instruct(subject, {
      type: 'evaluate-again',
      jobId,
      userId,
      changeId: newId(),
      cycleId,
      cause: 'membership',
      rules,
      now,
    }),
  );
}
