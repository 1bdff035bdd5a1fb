import { loadConfig } from '@waybill/runtime';
import { connectionOf, kafkaConfig, topicsOf } from './kafka.config';

const load = (more: Record<string, string>) => loadConfig({ KAFKA_BROKERS: 'one:9092,two:9093', ...more }, kafkaConfig);

describe('the settings of Kafka', () => {
  it('name brokers and topics', () => {
    const config = load({ KAFKA_TOPIC_PREFIX: 'acme.', KAFKA_PARTITIONS: '24', KAFKA_REPLICATION_FACTOR: '3' });
    expect(connectionOf(config, 'me')).toEqual({
      brokers: ['one:9092', 'two:9093'],
      clientId: 'me',
      sessionTimeoutSeconds: 10,
    });
    expect([...topicsOf(config)]).toEqual(
      ['directory', 'mapping', 'samanage'].map((topic) => [
        topic === 'directory' ? 'scim-ingress' : topic === 'samanage' ? 'samanage-connector' : topic,
        { topic: `acme.${topic}`, partitions: 24, replicationFactor: 3, retentionDays: 14 },
      ]),
    );
  });

  it('pass on how to be let in', () => {
    const config = load({
      KAFKA_TLS: 'on',
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_SASL_USERNAME: 'waybill',
      KAFKA_SASL_PASSWORD: 'secret',
    });
    expect(connectionOf(config, 'me')).toMatchObject({
      ssl: true,
      sasl: { mechanism: 'scram-sha-512', username: 'waybill', password: 'secret' },
    });
  });

  it.each([
    [{ KAFKA_BROKERS: 'no port' }, 'KAFKA_BROKERS'],
    [{ KAFKA_SASL_MECHANISM: 'plain' }, 'wants KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD'],
    [{ KAFKA_TLS_CA_FILE: '/ca.pem' }, 'has no meaning while KAFKA_TLS is off'],
    [{ KAFKA_PARTITIONS: '0' }, 'KAFKA_PARTITIONS'],
  ])('refuse %j', (more, message) => {
    expect(() => load(more as Record<string, string>)).toThrow(message);
  });
});
