import { Doorbell, type EventLog, type Running } from '@waybill/event-log';
import type { CarriedLog, Confirmed, Consumer, MessageBus } from '../message-bus';

/** What the bus reads of a log, and how it is woken. */
export type FollowedLog = Pick<EventLog, 'read' | 'onAppend'>;

export interface LogFollowingOptions {
  readonly onError: (consumer: string, error: unknown) => void;
}

const pollMilliseconds = 500;
const batchSize = 256;
/** After a batch, what comes next is gathered for a moment: under load a transaction is shared by many messages. */
const gatherMilliseconds = 20;
const shortestPause = 50;
const longestPause = 5_000;

/**
 * The bus of a single process: the logs themselves. Each consumer follows each log from a position that it stores
 * with its own effects, so one that is stuck stops nobody else.
 */
export class LogFollowingBus implements MessageBus {
  private readonly logs = new Map<string, FollowedLog>();

  constructor(private readonly options: LogFollowingOptions) {}

  async carry({ service, log }: CarriedLog): Promise<Running> {
    this.logs.set(service, log);
    return { stop: () => Promise.resolve() };
  }

  deliver(consumer: Consumer): Running {
    const stopping = new AbortController();
    const followers = consumer.sources.map((source) => this.follow(consumer, source, stopping.signal));
    return {
      stop: async () => {
        stopping.abort();
        await Promise.all(followers);
      },
    };
  }

  private async follow(consumer: Consumer, source: string, signal: AbortSignal): Promise<void> {
    const log = await this.logOf(source, signal);
    if (!log) return;
    const bell = new Doorbell();
    const silence = log.onAppend(() => bell.ring());
    let pause = shortestPause;
    while (!signal.aborted) {
      try {
        await this.deliverFrom(log, consumer, source, { bell, signal, delivered: () => (pause = shortestPause) });
      } catch (error) {
        this.options.onError(consumer.name, error);
        await new Doorbell().wait(pause, signal);
        pause = Math.min(longestPause, pause * 2);
      }
    }
    silence();
  }

  /** The services of a process begin one after the other. */
  private async logOf(source: string, signal: AbortSignal): Promise<FollowedLog | undefined> {
    while (!this.logs.has(source) && !signal.aborted) await new Doorbell().wait(shortestPause, signal);
    return this.logs.get(source);
  }

  private async deliverFrom(
    log: FollowedLog,
    consumer: Consumer,
    source: string,
    flow: { bell: Doorbell; signal: AbortSignal; delivered: () => void },
  ): Promise<void> {
    const confirmed = await consumer.confirmed(source);
    if (confirmed) await assertSameLog(log, source, confirmed);
    let position = confirmed?.reach ?? 0;
    while (!flow.signal.aborted) {
      const events = await log.read(position, batchSize);
      if (events.length > 0) {
        await consumer.handle(events.map((event) => ({ ...event, source })));
        position = events.at(-1)?.position ?? position;
        flow.delivered();
      }
      await rest(events.length, flow);
    }
  }
}

/** Nothing there: sleep until the bell. A part of a batch: let the rest gather. A whole one: there is more. */
async function rest(delivered: number, { bell, signal }: { bell: Doorbell; signal: AbortSignal }): Promise<void> {
  if (delivered === 0) await bell.wait(pollMilliseconds, signal);
  else if (delivered < batchSize) await new Doorbell().wait(gatherMilliseconds, signal);
}

/** A log that was restored to an older state would tell its consumers other events under positions they know. */
async function assertSameLog(log: FollowedLog, source: string, confirmed: Confirmed): Promise<void> {
  const [event] = await log.read(confirmed.position - 1, 1);
  if (event?.position === confirmed.position && event.id === confirmed.eventId) return;
  throw new Error(`the log of ${source} was changed: event ${confirmed.position} is not ${confirmed.eventId}`);
}
