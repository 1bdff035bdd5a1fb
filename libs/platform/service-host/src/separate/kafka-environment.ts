import { connectionOf, KafkaBus, type KafkaConfig, KafkajsBroker, topicsOf } from '@waybill/messaging';
import type { HealthRegistry, Metrics } from '@waybill/runtime';
import type { Logger } from 'pino';
import { ServiceEnvironment } from '../nest/service-host.module';
import type { ServiceHostOptions } from '../service-host';

export interface KafkaEnvironmentOptions {
  /** Names the process to the brokers. */
  readonly name: string;
  readonly databaseUrl: string;
  readonly kafka: KafkaConfig;
  readonly logger: Logger;
  /** Ends the process: another will take its place. */
  readonly end: () => void;
}

/** What a service needs where others are reached through Kafka. */
export class KafkaEnvironment extends ServiceEnvironment {
  readonly bus: KafkaBus;
  private readonly broker: KafkajsBroker;
  private readonly alarms = new Map<string, number>();

  constructor(private readonly options: KafkaEnvironmentOptions) {
    super();
    const { kafka, name, logger, end } = options;
    this.broker = new KafkajsBroker(connectionOf(kafka, `${kafka.topicPrefix}${name}`));
    this.bus = new KafkaBus({
      broker: this.broker,
      topics: topicsOf(kafka),
      groupPrefix: kafka.topicPrefix,
      onError: (part, error) => this.report(part, error),
      onAlarm: (part, message) => this.alarm(part, message),
      onFatal: (part, error) => {
        logger.fatal({ part, err: error }, 'the process cannot go on');
        end();
      },
    });
  }

  hostOptions(service: string): ServiceHostOptions {
    return {
      databaseUrl: this.options.databaseUrl,
      onError: (part, error) => this.report(`${service} ${part}`, error),
      onAlarm: (part, message) => this.alarm(part, message),
    };
  }

  /** Lets those who operate the process see how far its consumers are behind, and whether anything wants a person. */
  watch(health: HealthRegistry, metrics: Metrics): void {
    const silent = 3_000 * this.options.kafka.sessionTimeoutSeconds;
    health.register({
      name: 'kafka',
      check: async () => {
        const lost = (await this.bus.progress()).filter(({ heardAt }) => Date.now() - heardAt > silent);
        const reason = lost.map(({ consumer }) => `${consumer} has not heard of the broker for a while`).join('; ');
        return lost.length === 0 ? { ready: true } : { ready: false, reason };
      },
    });
    const lags = async (read: 'messages' | 'seconds') =>
      (await this.bus.progress()).flatMap(({ consumer, lags: partitions }) =>
        partitions.map((lag) => ({
          value: lag[read],
          attributes: { consumer, topic: lag.topic, partition: String(lag.partition) },
        })),
      );
    metrics.gauge('waybill_consumer_lag_messages', 'Messages that a consumer has not taken in yet', () =>
      lags('messages'),
    );
    metrics.gauge('waybill_consumer_lag_seconds', 'How long there has been something left to take in', () =>
      lags('seconds'),
    );
    metrics.gauge('waybill_alarms', 'Alarms since the process began: what somebody should look at', async () =>
      [...this.alarms].map(([part, value]) => ({ value, attributes: { part } })),
    );
  }

  /** After the services have rested. */
  close(): Promise<void> {
    return this.broker.close();
  }

  private alarm(part: string, message: string): void {
    this.alarms.set(part, (this.alarms.get(part) ?? 0) + 1);
    this.options.logger.error({ part, alarm: true }, message);
  }

  private report(part: string, error: unknown): void {
    this.options.logger.warn({ part, err: error }, 'a part failed, and is tried again');
  }
}
