import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { type Fault, troubled } from '../fault';

type Counts = { readonly heldMessages: number; readonly poisonMessages: number };

/** An event of a release that is newer than the one that runs. */
const fromTheFuture = (stream: string): string =>
  JSON.stringify({
    source: 'scim-ingress',
    // One that is there: a position of its own would be awaited by everybody who compares.
    position: 1,
    job: 'job-of-tomorrow',
    jobPosition: 1,
    stream,
    streamVersion: 1,
    id: randomUUID(),
    type: 'directory.user-foreseen',
    version: 1,
    data: {},
    metadata: { correlationId: randomUUID(), actor: 'azure-ad' },
    recordedAt: new Date().toISOString(),
  });

export const poison: Fault = {
  name: 'poison',
  what: 'bytes that are no message, and an event of a newer release, are in a topic',
  samanage: troubled,
  strike: async ({ world, seconds, say }) => {
    const kafka = new Kafka({ brokers: [world.broker.brokers], logLevel: logLevel.NOTHING });
    const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    const stream = `user-${randomUUID()}`;
    const messages = [
      { key: 'bytes', value: Buffer.from([0xff, 0x00, 0xfe]) },
      { key: null, value: 'no JSON' },
      { key: stream, value: fromTheFuture(stream) },
    ];
    await producer.send({ topic: 'waybill.directory', messages });
    await producer.disconnect();
    await sleep(seconds * 1_000);
    const counts = await world.system.api<Counts>('GET', '/v1.0/waybill/services/mapping');
    say(`mapping holds ${counts.heldMessages} message and keeps ${counts.poisonMessages} that are poison`);
    return counts.heldMessages === 1 && counts.poisonMessages === 2 ? 3 : 0;
  },
};
