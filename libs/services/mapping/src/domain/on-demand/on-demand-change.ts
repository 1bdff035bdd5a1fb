import type { Step } from '@waybill/contracts';
import type { OnDemandAnswer } from './on-demand-answer';

/** A change that an admin asked for, as far as it has come. */
export interface OnDemandChange {
  readonly changeId: string;
  readonly subjectId: string;
  readonly subjectType: 'User' | 'Group';
  /** A group, or some of its members. */
  readonly about: 'subject' | 'members';
  readonly displayName: string;
  readonly askedAt: Date;
  /** How it was decided. */
  readonly steps: readonly Step[];
  /** Null as long as it has not ended, and nothing keeps it from being applied. */
  readonly answer: OnDemandAnswer | null;
  readonly answeredAt: Date | null;
}
