import { DomainError } from '@waybill/decider';
import { z } from 'zod';
import type { NoticeKind } from './notice';

/** A mail about a job, as the API lists it. */
export interface Notification {
  readonly id: string;
  readonly kind: NoticeKind;
  /** When what it tells of happened; ISO 8601, UTC. */
  readonly at: string;
  readonly recipients: readonly string[];
  readonly subject: string;
  /** Null while it has not been sent. */
  readonly sentAt: string | null;
  readonly attempts: number;
  /** When it is tried next; null where it was sent, or is not tried any more. */
  readonly nextAttemptAt: string | null;
  /** Why it was not sent, or whom it did not reach. */
  readonly lastError: string | null;
}

/** Asks for a page of a job's mails, the newest first. */
export class ReadNotifications {
  constructor(
    readonly jobId: string,
    readonly limit: number,
    /** Id of the last one of the page before. */
    readonly after: string | null,
  ) {}
}

/** Undefined where the log knows nothing of the job. */
export type NotificationsPage = readonly Notification[] | undefined;

const address = z.email();

/** Those that are addresses, each once: what an admin wrote down need not be one. */
export const addressesIn = (texts: readonly string[]): string[] => [
  ...new Set(texts.map((text) => text.trim()).filter((text) => address.safeParse(text).success)),
];

export const unknownJobError = (jobId: string): DomainError =>
  new DomainError('not-found', 'audit-log.job-unknown', `the log knows nothing of job ${jobId}`);
