import type { UserChanged, UserCreated, UserDeleted } from '@waybill/contracts';
import { instruct } from '@waybill/event-log';
import type { Message, Reaction } from '@waybill/messaging';
import { subject } from '../domain/subject';
import { displayNameOf } from './display-name';
import type { JobOf } from './jobs-in-sets';

type UserChange = UserCreated | UserChanged | UserDeleted;

/** Takes in each change of a directory user, to be evaluated under the rules that hold now. */
export const takeInUsers = (jobOf: JobOf): Reaction => ({
  on: ['directory.user-created', 'directory.user-changed', 'directory.user-deleted'],
  react: async (message) => {
    const { rules, cycleId } = await jobOf(message.job);
    const change = message as unknown as Message & UserChange;
    const { userId, changeId, at } = change.data;
    return [
      instruct(subject, {
        type: 'take-in-user',
        jobId: message.job,
        userId,
        changeId,
        cycleId,
        displayName: displayNameOf(change, userId),
        directoryVersion: message.streamVersion,
        resource: change.type === 'directory.user-deleted' ? null : change.data.resource,
        rules,
        now: at,
      }),
    ];
  },
});
