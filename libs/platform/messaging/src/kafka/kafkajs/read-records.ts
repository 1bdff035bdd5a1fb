import type { Consumer } from 'kafkajs';
import type { BrokerRecord } from '../broker';
import { recordIn } from './record-in';

/** Offsets of a partition, from `from` up to but without `to`; never none. */
export interface RecordRange {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

/** Between two records, whatever comes before them. */
const patienceMilliseconds = 15_000;

/**
 * Reads ranges of some partitions, all of them.
 *
 * @throws Error when the broker does not hand them out in time
 */
export async function readRecords(
  consumer: Consumer,
  topic: string,
  ranges: readonly RecordRange[],
): Promise<readonly BrokerRecord[]> {
  const wanted = new Map(ranges.map((range) => [range.partition, range]));
  const records: BrokerRecord[] = [];
  let timer: NodeJS.Timeout | undefined;
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      const late = () => reject(new Error(`records of ${topic} were not handed out in time`));
      timer = setTimeout(late, patienceMilliseconds);
      const eachMessage = ({ partition, message }: { partition: number; message: Parameters<typeof recordIn>[1] }) => {
        timer?.refresh();
        const record = recordIn(partition, message);
        const range = wanted.get(partition);
        // A partition may begin to be read before it is told where.
        if (range && record.offset >= range.from && record.offset < range.to) records.push(record);
        if (range && record.offset >= range.to - 1) wanted.delete(partition);
        if (wanted.size === 0) resolve();
        return Promise.resolve();
      };
      consumer.run({ autoCommit: false, eachMessage }).catch(reject);
      for (const { partition, from } of ranges) consumer.seek({ topic, partition, offset: String(from) });
    });
    return records;
  } finally {
    clearTimeout(timer);
    await consumer.disconnect().catch(() => undefined);
  }
}
