import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Doorbell, type EventLog, InSets } from '@waybill/event-log';
import type { MappingReads } from '../domain/mapping-reads';

/** How long somebody waits, and how many may do so at once. */
export interface Patience {
  readonly milliseconds: number;
  readonly waiters: number;
}

const patient: Patience = { milliseconds: 25_000, waiters: 100 };
const pollMilliseconds = 100;

/**
 * Those who wait for what they asked for. The outcome may come in another process: each looks into the table, ten times
 * a second, and at once where it comes here.
 */
export class OnDemandWaiters implements BeforeApplicationShutdown {
  private readonly bells = new Set<Doorbell>();
  private readonly closing = new AbortController();
  private readonly unanswered: InSets<string, number>;
  private readonly silence: () => void;

  constructor(
    log: Pick<EventLog, 'onAppend'>,
    reads: Pick<MappingReads, 'unansweredOnDemand'>,
    private readonly patience: Patience = patient,
  ) {
    this.unanswered = new InSets(async (requestIds) => {
      const open = await reads.unansweredOnDemand(requestIds);
      return requestIds.map((requestId) => open.get(requestId) ?? 0);
    });
    this.silence = log.onAppend((events) => {
      if (!events.some(({ type }) => type === 'mapping.on-demand-answered')) return;
      for (const bell of this.bells) bell.ring();
    });
  }

  /** Whether one more may wait. */
  get hasRoom(): boolean {
    return this.bells.size < this.patience.waiters;
  }

  /** Has something asked for, and waits until all of it is answered, patience ends, or the process does. */
  async whileAsking(requestId: string, ask: () => Promise<void>): Promise<void> {
    const bell = new Doorbell();
    this.bells.add(bell);
    try {
      await ask();
      const end = Date.now() + this.patience.milliseconds;
      while (!this.closing.signal.aborted && (await this.unanswered.ask(requestId)) > 0) {
        const left = end - Date.now();
        if (left <= 0) return;
        await bell.wait(Math.min(left, pollMilliseconds), this.closing.signal);
      }
    } finally {
      this.bells.delete(bell);
    }
  }

  /** Nobody waits for a process that is to end: what was asked for is answered under its id. */
  beforeApplicationShutdown(): void {
    this.closing.abort();
    this.silence();
  }
}
