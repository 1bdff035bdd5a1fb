import type { Consumer, EachBatchPayload } from 'kafkajs';
import type { GroupLag, GroupMember, Membership } from '../broker';
import { OffsetWatch, type WithAdmin } from './offset-watch';
import { recordIn } from './record-in';

/** Messages that are handed over at once. */
const batchSize = 256;
const lifeSignMilliseconds = 1_000;
const shortestPause = 100;
const longestPause = 5_000;
const startPause = 1_000;
const leftWithin = 10_000;

/**
 * A member of a consumer group. Nothing is resolved before it is done with, whatever the handler throws stays here, and
 * a partition whose batch failed is paused while the others go on.
 */
export class KafkajsMembership implements Membership {
  private readonly watch: OffsetWatch;
  private readonly pauses = new Map<string, { timer: NodeJS.Timeout; resume: () => void }>();
  private readonly failures = new Map<string, number>();
  private heard = Date.now();
  private leaving = false;

  constructor(
    private readonly consumer: Consumer,
    private readonly member: GroupMember,
    withAdmin: WithAdmin,
  ) {
    this.watch = new OffsetWatch(member, withAdmin);
  }

  start(): void {
    const { consumer, member } = this;
    const { CRASH, GROUP_JOIN, HEARTBEAT, FETCH } = consumer.events;
    consumer.on(HEARTBEAT, () => (this.heard = Date.now()));
    consumer.on(FETCH, () => (this.heard = Date.now()));
    consumer.on(GROUP_JOIN, () => this.joined());
    consumer.on(CRASH, ({ payload: { error, restart } }) => {
      if (restart) member.trouble.later(error);
      else if (!this.leaving) member.trouble.fatal(error);
    });
    void this.run();
  }

  lags(): Promise<readonly GroupLag[]> {
    return this.watch.lags();
  }

  heardAt(): number {
    return this.heard;
  }

  get isLeaving(): boolean {
    return this.leaving;
  }

  async leave(): Promise<void> {
    this.leaving = true;
    this.resumeAll();
    // While the broker is away it cannot be left; it notices by itself that this member is gone.
    await Promise.race([this.consumer.disconnect(), new Promise((resolve) => setTimeout(resolve, leftWithin).unref())]);
  }

  /** A first connection that fails is made again: kafkajs restarts what runs, not what never began. */
  private async run(): Promise<void> {
    while (!this.leaving) {
      try {
        await this.watch.beforeJoining().catch((error: unknown) => this.member.trouble.later(error));
        await this.consumer.connect();
        await this.consumer.subscribe({ topics: [...this.member.topics], fromBeginning: true });
        return await this.consumer.run({
          eachBatchAutoResolve: false,
          partitionsConsumedConcurrently: 12,
          eachBatch: (payload) => this.takeBatch(payload),
        });
      } catch (error) {
        this.member.trouble.later(error);
        await new Promise((resolve) => setTimeout(resolve, startPause));
      }
    }
  }

  /** Which partitions are paused is forgotten by nobody but us: those of an earlier assignment begin anew. */
  private joined(): void {
    this.heard = Date.now();
    this.resumeAll();
    this.watch.joined();
  }

  private async takeBatch(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const { topic, partition, messages } = batch;
    await this.watch.begins(topic, partition, Number(batch.firstOffset()));
    for (let at = 0; at < messages.length; at += batchSize) {
      // After a rebalance the partition may be another's; what was not resolved comes again, to whoever has it.
      if (!payload.isRunning() || payload.isStale()) return;
      const records = messages.slice(at, at + batchSize).map((message) => recordIn(partition, message));
      const beating = setInterval(() => void payload.heartbeat().catch(() => undefined), lifeSignMilliseconds);
      try {
        await this.member.take({ topic, partition, records });
      } catch (error) {
        return this.later(payload, error);
      } finally {
        clearInterval(beating);
      }
      const last = records.at(-1)?.offset ?? 0;
      payload.resolveOffset(String(last));
      this.failures.delete(`${topic}/${partition}`);
      this.watch.came(topic, partition, last + 1);
    }
  }

  private later(payload: EachBatchPayload, error: unknown): void {
    const { topic, partition } = payload.batch;
    this.member.trouble.later(error);
    const key = `${topic}/${partition}`;
    const failures = this.failures.get(key) ?? 0;
    this.failures.set(key, failures + 1);
    const resume = payload.pause();
    const timer = setTimeout(
      () => {
        this.pauses.delete(key);
        resume();
      },
      Math.min(longestPause, shortestPause * 2 ** failures),
    );
    this.pauses.set(key, { timer, resume });
  }

  private resumeAll(): void {
    for (const { timer, resume } of this.pauses.values()) {
      clearTimeout(timer);
      resume();
    }
    this.pauses.clear();
  }
}
