import type { RatedAnswer } from './rate-signal';

/** How a call ended: with an answer, without one, or it was never sent. */
export type CallEnd = RatedAnswer | 'no-answer' | 'not-made';

/** The leave to make one call; exactly one of its methods is called once the call has ended. */
export class Admission {
  private ended = false;

  constructor(private readonly end: (end: CallEnd) => void) {}

  /** Samanage answered, whatever it was. */
  answered(answer: RatedAnswer): void {
    this.endOnce(answer);
  }

  /** There was no answer: the call may have been counted or not. */
  failed(): void {
    this.endOnce('no-answer');
  }

  /** Nothing was sent after all, so nothing was counted. */
  notMade(): void {
    this.endOnce('not-made');
  }

  private endOnce(end: CallEnd): void {
    if (this.ended) throw new Error('The end of a call was told twice.');
    this.ended = true;
    this.end(end);
  }
}
