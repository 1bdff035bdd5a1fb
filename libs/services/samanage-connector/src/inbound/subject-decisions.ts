import { commandsOf, type EventMetadata } from '@waybill/event-log';
import { account } from '../domain/account/account';
import type { AdminDecision } from '../domain/admin-decisions';
import { group } from '../domain/group/group';
import type { LinkDecision } from '../domain/links';
import type { Subject } from '../domain/open-changes';

/** Commands about single accounts and groups. */
export const DecideAccount = commandsOf(account);
export const DecideGroup = commandsOf(group);

type SubjectCommand = InstanceType<typeof DecideAccount> | InstanceType<typeof DecideGroup>;

/** What an admin decided about a subject of a job, as its decider takes it. */
export function decisionAbout(
  { subjectId, subjectType }: Subject,
  jobId: string,
  decision: AdminDecision | LinkDecision,
  metadata: EventMetadata,
): SubjectCommand {
  return subjectType === 'Group'
    ? new DecideGroup({ ...decision, jobId, groupId: subjectId }, metadata)
    : new DecideAccount({ ...decision, jobId, userId: subjectId }, metadata);
}
