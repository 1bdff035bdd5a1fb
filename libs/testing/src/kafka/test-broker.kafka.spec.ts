import { Kafka, logLevel } from 'kafkajs';
import { describeWithBroker, testBroker } from './test-broker';

describeWithBroker('the broker of the test run', () => {
  it('answers', async () => {
    const admin = new Kafka({ brokers: [testBroker()], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    expect((await admin.describeCluster()).brokers).toHaveLength(1);
    await admin.disconnect();
  });
});
