import type { ChangeReceived } from '@waybill/contracts';

export const workTable = 'work_v3';

interface Work {
  /** The newest change. */
  readonly changeId: string;
  readonly displayName: string;
  /** Changes of the subject that have not ended. */
  readonly waiting: number;
  /** When the newest change was taken over, ISO 8601. */
  readonly since: string;
  /** W3C trace context of the newest change. */
  readonly traceparent?: string;
  /** Other addresses or names under which a create was sent whose result is not known. */
  readonly sentUnder: readonly string[];
}

/** What a worker needs of an account that has something to be done. */
export interface AccountWork extends Work {
  readonly kind: 'account';
  readonly userId: string;
  readonly presence: ChangeReceived['data']['presence'];
  readonly account: ChangeReceived['data']['account'];
  readonly allowed: ChangeReceived['data']['allowed'];
}

/** The same of a group; what it should be, and who should be in it, are rows of their own. */
export interface GroupWork extends Work {
  readonly kind: 'group';
  readonly groupId: string;
}

/** What comes first (architecture §6); nobody is to keep an access that was taken from him. */
export const priorities = { first: 0, removal: 1, update: 2, create: 3, join: 4 } as const;
