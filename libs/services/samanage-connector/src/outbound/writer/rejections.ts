import type { Method } from '../api/exchange';
import type { FailedRequest, SamanageFailure } from '../api/samanage-failure';

/** What is wrong with a job as a whole. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly request: FailedRequest | null;
}

/** So many calls in a row that were not allowed stop everybody. */
const alarming = 2;

/** Counts what Samanage says of our credentials: 401 to whatever, 403 to writes, for lists may be forbidden to good ones. */
export class Rejections {
  private unauthorized = 0;
  private forbidden = 0;
  /** The last rejection. */
  fault: Fault | undefined;

  heard(method: Method, failure: SamanageFailure | undefined): void {
    if (failure?.kind === 'not-allowed') return this.rejected(method, failure);
    if (failure && (failure.request?.status ?? null) === null) return;
    // Whatever else was answered, the credentials are known; that they may write is shown by a write alone.
    this.unauthorized = 0;
    if (method !== 'GET') this.forbidden = 0;
  }

  get areAlarming(): boolean {
    return this.unauthorized >= alarming || this.forbidden >= alarming;
  }

  forget(): void {
    this.unauthorized = 0;
    this.forbidden = 0;
    this.fault = undefined;
  }

  private rejected(method: Method, { code, message, request }: SamanageFailure): void {
    this.fault = { code, message, request: request ?? null };
    if (code === 'Unauthorized') this.unauthorized += 1;
    else if (method !== 'GET') this.forbidden += 1;
  }
}
