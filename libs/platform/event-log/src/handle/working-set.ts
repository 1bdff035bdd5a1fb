import type { Row } from '@waybill/decider';

/** The last message of a source stream that a consumer has taken in. */
export interface InboxEntry {
  readonly version: number;
  readonly eventId: string;
}

/** A stream as the batch finds it; version 0 and no state where it does not exist yet. */
export interface StreamEntry {
  readonly version: number;
  readonly state: unknown;
}

/** Everything a batch is decided on, read under the lock in set-based queries. */
export interface WorkingSet {
  /** Position of the last event of the log, 0 for none. */
  readonly position: number;
  /** The last position of each job in the batch. */
  readonly jobPositions: ReadonlyMap<string, number>;
  readonly inbox: ReadonlyMap<string, InboxEntry>;
  readonly streams: ReadonlyMap<string, StreamEntry>;
  /** The rows that commands of the batch need, by what `rowsOf` names and then by their keys. */
  readonly rows: ReadonlyMap<string, ReadonlyMap<string, Row>>;
}

export const inboxKey = (consumer: string, stream: string): string => `${consumer}\n${stream}`;

/**
 * A map laid over one that is only read. What a submission puts down is kept when it is settled and forgotten when
 * it is refused, so that a refused command leaves nothing for its neighbours to see.
 */
export class Overlay<V> {
  private readonly settled = new Map<string, V>();
  private readonly tentative = new Map<string, V>();

  constructor(private readonly base: ReadonlyMap<string, V>) {}

  get(key: string): V | undefined {
    const layer = [this.tentative, this.settled].find((each) => each.has(key));
    return (layer ?? this.base).get(key);
  }

  /** Everything there is, the newest of each key. */
  all(): ReadonlyMap<string, V> {
    return new Map([...this.base, ...this.settled, ...this.tentative]);
  }

  set(key: string, value: V): void {
    this.tentative.set(key, value);
  }

  settle(): void {
    for (const [key, value] of this.tentative) this.settled.set(key, value);
    this.tentative.clear();
  }

  forget(): void {
    this.tentative.clear();
  }

  /** What was put down and settled, in the order of first writing. */
  changes(): ReadonlyMap<string, V> {
    return this.settled;
  }
}
