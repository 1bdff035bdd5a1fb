import type { Admin } from 'kafkajs';
import type { GroupLag, GroupMember } from '../broker';

const patienceMilliseconds = 2_000;

/** Lends a connection for what an administrator asks. */
export type WithAdmin = <T>(work: (admin: Admin) => Promise<T>) => Promise<T>;

/**
 * Watches where each partition is read, because kafkajs goes on silently at the beginning when what a group had
 * committed is no longer there, and past what retention has taken.
 */
export class OffsetWatch {
  private readonly next = new Map<string, number>();
  /** What the group had committed before this member joined; nobody moves that back. */
  private readonly floor = new Map<string, number>();
  private readonly caughtUpAt = new Map<string, number>();
  private committed: Promise<void> = Promise.resolve();

  constructor(
    private readonly member: GroupMember,
    private readonly withAdmin: WithAdmin,
  ) {}

  /** To be asked before the group is joined: kafkajs commits where it went instead, and may be quicker than any question. */
  async beforeJoining(): Promise<void> {
    for (const [key, offset] of await this.offsetsOfGroup()) this.floor.set(key, offset);
  }

  /**
   * Notes what the group has committed. After a rebalance, others may have read on in the meantime; it is asked for at
   * once, before kafkajs commits where it went instead.
   */
  joined(): void {
    this.next.clear();
    this.committed = this.readCommitted().catch((error: unknown) => this.member.trouble.later(error));
  }

  /** A batch begins at an offset; an alarm where it should have begun at another. */
  async begins(topic: string, partition: number, offset: number): Promise<void> {
    await this.committed;
    const key = `${topic}/${partition}`;
    const floor = this.floor.get(key) ?? 0;
    this.floor.delete(key);
    const expected = offset < floor ? floor : this.next.get(key);
    if (expected !== undefined && expected !== offset) {
      const what = offset > expected ? `${offset - expected} messages are gone` : 'it is read again from there';
      this.member.trouble.alarm(`${topic} partition ${partition} begins at ${offset} instead of ${expected}: ${what}`);
    }
    this.next.set(key, offset);
  }

  came(topic: string, partition: number, next: number): void {
    this.next.set(`${topic}/${partition}`, next);
  }

  /** How far the group is behind; nothing where the broker does not answer in time. */
  async lags(): Promise<readonly GroupLag[]> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<readonly GroupLag[]>((resolve) => {
      timer = setTimeout(() => resolve([]), patienceMilliseconds);
    });
    return Promise.race([this.readLags().catch(() => []), late]).finally(() => clearTimeout(timer));
  }

  private async readLags(): Promise<readonly GroupLag[]> {
    const committed = await this.offsetsOfGroup();
    const lags: GroupLag[] = [];
    for (const topic of this.member.topics) {
      for (const { partition, low, high } of await this.withAdmin((admin) => admin.fetchTopicOffsets(topic))) {
        const key = `${topic}/${partition}`;
        const at = committed.get(key) ?? Number(low);
        const messages = Math.max(0, Number(high) - at);
        if (messages === 0 || !this.caughtUpAt.has(key)) this.caughtUpAt.set(key, Date.now());
        const seconds = messages === 0 ? 0 : (Date.now() - (this.caughtUpAt.get(key) ?? 0)) / 1_000;
        lags.push({ topic, partition, messages, seconds });
      }
    }
    return lags;
  }

  private async readCommitted(): Promise<void> {
    for (const [key, offset] of await this.offsetsOfGroup()) if (!this.next.has(key)) this.next.set(key, offset);
  }

  private async offsetsOfGroup(): Promise<ReadonlyMap<string, number>> {
    const { group: groupId, topics } = this.member;
    const offsets = await this.withAdmin((admin) => admin.fetchOffsets({ groupId, topics: [...topics] }));
    return new Map(
      offsets.flatMap(({ topic, partitions }) =>
        partitions.flatMap(({ partition, offset }) =>
          Number(offset) < 0 ? [] : ([[`${topic}/${partition}`, Number(offset)]] as const),
        ),
      ),
    );
  }
}
