import { DomainError } from '@waybill/decider';
import type { Handled, Submission } from './submission';

interface Waiting {
  readonly submission: Submission;
  readonly streams: readonly string[];
  readonly done: (handled: Handled) => void;
  readonly failed: (error: unknown) => void;
}

/** A batch taken from the queue: its submissions, and a way to answer each. */
export interface TakenBatch {
  readonly submissions: readonly Submission[];
  answer(results: readonly Handled[]): void;
  fail(error: unknown): void;
  /** The same submissions as batches of one, for when the database refuses them together. */
  apart(): TakenBatch[];
}

/**
 * The bounded line in front of the log. Live submissions pass those of the background, except where one on the same
 * stream waits there: a stream is never reordered.
 */
export class HandleQueue {
  private readonly live: Waiting[] = [];
  private readonly background: Waiting[] = [];
  private readonly streamsInBackground = new Map<string, number>();

  constructor(private readonly capacity: number) {}

  get length(): number {
    return this.live.length + this.background.length;
  }

  /** Somebody waits for an answer. */
  get isUrgent(): boolean {
    return this.live.length > 0;
  }

  /**
   * @throws DomainError `unavailable` when the line is full: nothing was taken, and the caller may try again
   */
  add(submission: Submission): Promise<Handled> {
    if (this.length >= this.capacity) {
      throw new DomainError('unavailable', 'event-log.queue-full', 'too many commands are waiting; try again shortly');
    }
    return new Promise((done, failed) => {
      const streams = submission.instructions.map(({ decider, command }) => decider.stream(command as never));
      const follows = streams.some((stream) => this.streamsInBackground.has(stream));
      const inBackground = submission.lane === 'background' || follows;
      (inBackground ? this.background : this.live).push({ submission, streams, done, failed });
      if (inBackground) this.count(streams, 1);
    });
  }

  /** Up to `size` submissions, the live ones first. */
  take(size: number): TakenBatch {
    const taken = this.live.splice(0, size);
    const rest = this.background.splice(0, size - taken.length);
    for (const { streams } of rest) this.count(streams, -1);
    return batchOf([...taken, ...rest]);
  }

  private count(streams: readonly string[], by: number): void {
    for (const stream of streams) {
      const count = (this.streamsInBackground.get(stream) ?? 0) + by;
      if (count > 0) this.streamsInBackground.set(stream, count);
      else this.streamsInBackground.delete(stream);
    }
  }
}

function batchOf(waiting: readonly Waiting[]): TakenBatch {
  return {
    submissions: waiting.map(({ submission }) => submission),
    answer: (results) => {
      waiting.forEach(({ done, failed }, index) => {
        const result = results[index];
        if (result) done(result);
        else failed(new Error('a submission was left without an answer'));
      });
    },
    fail: (error) => {
      for (const { failed } of waiting) failed(error);
    },
    apart: () => waiting.map((each) => batchOf([each])),
  };
}
