import type { CredentialsChanged, QuarantineCode, QuarantineEntered, QuarantineLifted } from '@waybill/contracts';

/** Something that somebody should be written about (entra-provisioning.md §7.5, §10 rows 7, 8 and 22). */
export type Notice = {
  /** The same occasion has the same key, whenever it is noticed; one mail is sent of it. */
  readonly key: string;
  /** When it happened; ISO 8601, UTC. */
  readonly at: string;
} & (
  | { readonly kind: 'quarantine-entered'; readonly quarantine: QuarantineEntered['data'] }
  | {
      readonly kind: 'quarantine-reason-changed';
      readonly quarantine: QuarantineEntered['data'];
      readonly before: QuarantineCode;
    }
  | { readonly kind: 'quarantine-lifted'; readonly lifted: QuarantineLifted['data'] }
  | { readonly kind: 'deletions-held-back'; readonly since: string; readonly count: number; readonly reason: string }
  | { readonly kind: 'standby-took-over'; readonly credentials: CredentialsChanged['data'] }
  | { readonly kind: 'token-expires'; readonly label: string; readonly expiresAt: string }
  | { readonly kind: 'directory-silent'; readonly since: string; readonly hours: number }
  | { readonly kind: 'directory-heard'; readonly since: string }
);

export type NoticeKind = Notice['kind'];

/** What a letter says besides the notice: of which job, and where to look further. */
export interface Letterhead {
  readonly jobId: string;
  readonly jobName: string;
  /** Under which people reach the API; null where nobody said so. */
  readonly publicUrl: string | null;
}

export interface Letter {
  readonly subject: string;
  /** Plain text. */
  readonly body: string;
}
