import { type ICustomPartitioner, type Kafka, Partitioners } from 'kafkajs';
import type { OutgoingRecord, Publisher } from '../broker';

/**
 * An idempotent producer with one sender. kafkajs retries by broker and not by partition: where a partition moves to a
 * broker that has answered already, it resolves without having sent that part. So it is looked after which partitions
 * were chosen, and which were answered.
 */
export async function connectPublisher(kafka: Kafka): Promise<Publisher> {
  const chosen = new Set<number>();
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: noting(chosen),
  });
  await producer.connect();
  return {
    publish: async (topic: string, records: readonly OutgoingRecord[]) => {
      chosen.clear();
      const answers = await producer.send({ topic, acks: -1, messages: records.map((record) => ({ ...record })) });
      const answered = new Set(answers.map(({ partition }) => partition));
      const unsent = [...chosen].filter((partition) => !answered.has(partition));
      if (unsent.length > 0) throw new Error(`${topic}: partitions ${unsent.join(', ')} were not answered for`);
    },
    close: () => producer.disconnect().catch(() => undefined),
  };
}

/** murmur2, as Java's: other clients find a stream's partition in the same way. */
const noting =
  (chosen: Set<number>): ICustomPartitioner =>
  () => {
    const partitionOf = Partitioners.DefaultPartitioner();
    return (args) => {
      const partition = partitionOf(args);
      chosen.add(partition);
      return partition;
    };
  };
