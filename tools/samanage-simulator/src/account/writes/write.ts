import type { Switches } from '../../switches';
import type { Account } from '../account';
import type { Shown } from '../views/shown';

/** A request that may change the account. */
export interface Write {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly at: string;
  /** Base of the links in the answer. */
  readonly origin?: string;
}

/** What is answered to a write, and whether the account changed. */
export interface WriteAnswer {
  readonly status: number;
  /** Undefined for none. */
  readonly body: unknown;
  readonly applied: boolean;
}

/** A write to one kind of record, with all that it takes to do and answer it. */
export interface Writing {
  readonly account: Account;
  readonly write: Write;
  /** Undefined where the path is that of the list. */
  readonly id: number | undefined;
  readonly switches: Switches;
  readonly shown: Shown;
}

export const done = (status: number, body: unknown): WriteAnswer => ({ status, body, applied: true });
export const refused = (status: number, body: unknown): WriteAnswer => ({ status, body, applied: false });
export const notFound = refused(404, 'Not Found');
