import type { Kafka, ProducerConfig } from 'kafkajs';
import { connectPublisher } from './kafkajs-publisher';

/** A producer that answers for some partitions only, as kafkajs does when one has moved between two of its tries. */
function answeringFor(partitions: readonly number[]): Kafka {
  const producer = ({ createPartitioner }: ProducerConfig) => {
    const partitionOf = createPartitioner?.();
    const partitionMetadata = [0, 1].map((partitionId) => ({ partitionId, leader: 1 })) as never;
    return {
      connect: () => Promise.resolve(),
      disconnect: () => Promise.resolve(),
      send: ({ topic, messages }: { topic: string; messages: { key: string; value: string }[] }) => {
        for (const message of messages) partitionOf?.({ topic, partitionMetadata, message });
        return Promise.resolve(partitions.map((partition) => ({ topicName: topic, partition, errorCode: 0 })));
      },
    };
  };
  return { producer } as unknown as Kafka;
}

const records = ['a', 'b', 'c', 'd'].map((key) => ({ key, value: '', headers: {} }));

describe('a publisher', () => {
  it('is done when every partition was answered for', async () => {
    const publisher = await connectPublisher(answeringFor([0, 1]));
    await expect(publisher.publish('topic', records)).resolves.toBeUndefined();
  });

  it('does not believe that a partition was sent which nobody answered for', async () => {
    const publisher = await connectPublisher(answeringFor([0]));
    await expect(publisher.publish('topic', records)).rejects.toThrow('topic: partitions 1 were not answered for');
  });
});
