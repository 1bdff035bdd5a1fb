/** A record as a broker keeps it. */
export interface BrokerRecord {
  readonly partition: number;
  readonly offset: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** A record on its way to a broker; records of one key keep their order. */
export interface OutgoingRecord {
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** How a topic must be; it is made so where it does not exist. */
export interface TopicSettings {
  readonly topic: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly retentionDays: number;
}

/** The offsets that a partition holds: from `low`, up to but without `high`. */
export interface PartitionEnds {
  readonly partition: number;
  readonly low: number;
  readonly high: number;
}

/** Consecutive records of one partition. */
export interface RecordBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly BrokerRecord[];
}

/** One that publishes; once `publish` has failed it is of no more use. */
export interface Publisher {
  /** Resolves when all records are kept by as many brokers as the topic demands. */
  publish(topic: string, records: readonly OutgoingRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** What hears of a group's trouble: `later` of what is tried again, `alarm` of what needs a person, `fatal` of the end. */
export interface GroupTrouble {
  later(error: unknown): void;
  alarm(message: string): void;
  /** The group cannot go on in this process, which must end so that another takes its place. */
  fatal(error: unknown): void;
}

export interface GroupMember {
  readonly group: string;
  readonly topics: readonly string[];
  readonly trouble: GroupTrouble;
  /** Takes a batch; when it resolves the batch is done with, when it throws the same batch comes again later. */
  take(batch: RecordBatch): Promise<void>;
}

/** How far a group is behind in one partition. */
export interface GroupLag {
  readonly topic: string;
  readonly partition: number;
  readonly messages: number;
  /** How long there has been something left to take; 0 when there is nothing. */
  readonly seconds: number;
}

/** A member of a group, reading. */
export interface Membership {
  lags(): Promise<readonly GroupLag[]>;
  /** When the broker last answered this member, in milliseconds since the epoch. */
  heardAt(): number;
  /** Finishes the batch that is under way, says how far it came, and leaves the group. */
  leave(): Promise<void>;
}

/**
 * What Waybill needs of Kafka. The one file behind it that knows a client library is `kafkajs-broker.ts` with its
 * folder; another library takes its place there.
 */
export interface Broker {
  /**
   * Makes the topics that do not exist.
   *
   * @throws Error for a topic with another number of partitions: order would be lost over them
   */
  prepare(topics: readonly TopicSettings[]): Promise<void>;
  publisher(): Promise<Publisher>;
  join(member: GroupMember): Membership;
  /** The newest record of each partition that holds any. */
  lastRecords(topic: string): Promise<readonly BrokerRecord[]>;
  /** Everything that a topic holds. */
  allRecords(topic: string): Promise<readonly BrokerRecord[]>;
  /** Lets a group, none of whose members runs, begin again with the oldest records of its topics. */
  rewind(group: string, topics: readonly string[]): Promise<void>;
  ends(topic: string): Promise<readonly PartitionEnds[]>;
}
