import type { ResourceChanged, ResourceCreated, ResourceDeleted } from '@waybill/contracts';
import { instruct } from '@waybill/event-log';
import type { Message, Reaction } from '@waybill/messaging';
import { unmappedResource } from '../domain/unmapped-resource';
import { displayNameOf } from './display-name';
import type { JobOf } from './jobs-in-sets';

type ResourceChange = ResourceCreated | ResourceChanged | ResourceDeleted;

/** Answers each change of a resource of one of the job's own types, so that it has its outcome. */
export const skipUnmappedResources = (jobOf: JobOf): Reaction => ({
  on: ['directory.resource-created', 'directory.resource-changed', 'directory.resource-deleted'],
  react: async (message) => {
    const { cycleId, rules } = await jobOf(message.job);
    const change = message as unknown as Message & ResourceChange;
    const { resourceId, resourceType, changeId } = change.data;
    return [
      instruct(unmappedResource, {
        type: 'skip-unmapped',
        jobId: message.job,
        resourceId,
        resourceType,
        changeId,
        cycleId,
        displayName: displayNameOf(change, resourceId),
        directoryVersion: message.streamVersion,
        rulesVersion: rules.version,
      }),
    ];
  },
});
