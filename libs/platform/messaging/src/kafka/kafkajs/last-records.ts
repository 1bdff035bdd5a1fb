import type { Consumer } from 'kafkajs';
import type { BrokerRecord, PartitionEnds } from '../broker';
import { recordIn } from './record-in';

const patienceMilliseconds = 15_000;

/**
 * Reads the newest record of each of some partitions, none of which is empty.
 *
 * @throws Error when the broker does not hand them out in time
 */
export async function readLastRecords(
  consumer: Consumer,
  topic: string,
  filled: readonly PartitionEnds[],
): Promise<readonly BrokerRecord[]> {
  const wanted = new Map(filled.map(({ partition, high }) => [partition, high - 1]));
  const found = new Map<number, BrokerRecord>();
  let timer: NodeJS.Timeout | undefined;
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      const late = () => reject(new Error(`the last records of ${topic} were not handed out in time`));
      timer = setTimeout(late, patienceMilliseconds);
      const eachMessage = ({ partition, message }: { partition: number; message: Parameters<typeof recordIn>[1] }) => {
        // A partition may begin to be read before it is told where.
        if (Number(message.offset) === wanted.get(partition)) found.set(partition, recordIn(partition, message));
        if (found.size === wanted.size) resolve();
        return Promise.resolve();
      };
      consumer.run({ autoCommit: false, eachMessage }).catch(reject);
      for (const [partition, offset] of wanted) consumer.seek({ topic, partition, offset: String(offset) });
    });
    return [...found.values()];
  } finally {
    clearTimeout(timer);
    await consumer.disconnect().catch(() => undefined);
  }
}
