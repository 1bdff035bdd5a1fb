import {
  type DirectoryWrite,
  directoryWrites,
  type UserChanged,
  type UserCreated,
  type UserDeleted,
} from '@waybill/contracts';
import { instruct } from '@waybill/event-log';
import type { Message, Reaction } from '@waybill/messaging';
import { unmappedSubject } from '../domain/unmapped-subject';
import { displayNameOf } from './display-name';
import type { JobOf } from './jobs-in-sets';

/** A change of a group, or of a resource of one of the job's own types. */
type UnmappedChange = Exclude<DirectoryWrite, UserCreated | UserChanged | UserDeleted>;

/** Answers each change of what no rules speak of, so that it has its outcome. */
export const skipUnmapped = (jobOf: JobOf): Reaction => ({
  on: directoryWrites.map(({ type }) => type).filter((type) => !type.startsWith('directory.user-')),
  react: async (message) => {
    const { cycleId, rulesVersion } = await jobOf(message.job);
    const change = message as unknown as Message & UnmappedChange;
    const subject = subjectOf(change);
    return [
      instruct(unmappedSubject, {
        type: 'skip-unmapped',
        jobId: message.job,
        ...subject,
        changeId: change.data.changeId,
        cycleId,
        displayName: displayNameOf(change, subject.subjectId),
        directoryVersion: message.streamVersion,
        rulesVersion,
        complete: isComplete(change),
      }),
    ];
  },
});

const subjectOf = ({ data }: UnmappedChange) =>
  'groupId' in data
    ? { subjectId: data.groupId, subjectType: 'Group' }
    : { subjectId: data.resourceId, subjectType: data.resourceType };

const isComplete = ({ type, data }: UnmappedChange): boolean =>
  type !== 'directory.members-changed' || data.part === data.parts;
