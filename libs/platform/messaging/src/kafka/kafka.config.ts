import { readFileSync } from 'node:fs';
import { contexts } from '@waybill/contracts';
import { type ConfigOf, defineConfig, setting, valueTypes } from '@waybill/runtime';
import type { TopicSettings } from './broker';
import type { KafkajsOptions } from './kafkajs/kafkajs-broker';

const optionalText = valueTypes.text.optional();

/** Where Kafka answers, how to be let in, and how the topics must be. */
export const kafkaConfig = defineConfig({
  name: 'kafka',
  settings: {
    brokers: setting({
      variable: 'KAFKA_BROKERS',
      schema: valueTypes.text.regex(
        /^[^\s,:]+:\d+(,[^\s,:]+:\d+)*$/,
        'it takes host:port, several separated by commas',
      ),
      description: 'Brokers to begin with, as `host:port`, several separated by commas.',
    }),
    topicPrefix: setting({
      variable: 'KAFKA_TOPIC_PREFIX',
      schema: valueTypes.text.regex(/^[\w.-]+$/, 'it takes letters, digits, `.`, `_` and `-`'),
      description: 'What the names of topics and consumer groups begin with; one for each installation on a cluster.',
      fallback: 'waybill.',
    }),
    partitions: setting({
      variable: 'KAFKA_PARTITIONS',
      schema: valueTypes.wholeNumber(1, 1_000),
      description: 'Partitions of each topic; must never change afterwards, because order would be lost over it.',
      fallback: '12',
    }),
    replicationFactor: setting({
      variable: 'KAFKA_REPLICATION_FACTOR',
      schema: valueTypes.wholeNumber(1, 9),
      description: 'Brokers that keep each record; 3 in production, of which 2 must have a record before it counts.',
      fallback: '1',
    }),
    retentionDays: setting({
      variable: 'KAFKA_RETENTION_DAYS',
      schema: valueTypes.wholeNumber(1, 3_650),
      description: 'Days that topics keep records: longer than the longest outage that must be survived.',
      fallback: '14',
    }),
    sessionTimeoutSeconds: setting({
      variable: 'KAFKA_SESSION_TIMEOUT_SECONDS',
      schema: valueTypes.wholeNumber(6, 300),
      description: 'Seconds without a sign of life after which others take the partitions of a replica.',
      fallback: '10',
    }),
    tls: setting({
      variable: 'KAFKA_TLS',
      schema: valueTypes.oneOf('on', 'off'),
      description: 'Whether to speak TLS to the brokers: `on` or `off`.',
      fallback: 'off',
    }),
    tlsCaFile: setting({
      variable: 'KAFKA_TLS_CA_FILE',
      schema: optionalText,
      description: 'PEM file of the authority that signed the certificates of the brokers; without it the public ones.',
      optional: true,
    }),
    saslMechanism: setting({
      variable: 'KAFKA_SASL_MECHANISM',
      schema: valueTypes.oneOf('plain', 'scram-sha-256', 'scram-sha-512').optional(),
      description: 'How to be let in: `plain`, `scram-sha-256` or `scram-sha-512`; without it nothing is asked.',
      optional: true,
    }),
    saslUsername: setting({
      variable: 'KAFKA_SASL_USERNAME',
      schema: optionalText,
      description: 'User of the brokers.',
      optional: true,
    }),
    saslPassword: setting({
      variable: 'KAFKA_SASL_PASSWORD',
      schema: valueTypes.secret.optional(),
      description: 'His password.',
      secret: true,
      optional: true,
    }),
  },
  relations: ({ saslMechanism, saslUsername, saslPassword, tls, tlsCaFile }) => [
    ...(saslMechanism && !(saslUsername && saslPassword)
      ? ['KAFKA_SASL_MECHANISM wants KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD.']
      : []),
    ...(tlsCaFile && tls === 'off' ? ['KAFKA_TLS_CA_FILE has no meaning while KAFKA_TLS is off.'] : []),
  ],
});

export type KafkaConfig = ConfigOf<(typeof kafkaConfig)['settings']>;

/** How a client connects under these settings. */
export function connectionOf(config: KafkaConfig, clientId: string): KafkajsOptions {
  const { brokers, sessionTimeoutSeconds, tls, tlsCaFile, saslMechanism, saslUsername = '', saslPassword } = config;
  const ssl = tls === 'on' ? { ssl: tlsCaFile ? { ca: [readFileSync(tlsCaFile, 'utf8')] } : true } : {};
  const password = saslPassword?.reveal() ?? '';
  const sasl = saslMechanism ? { sasl: { mechanism: saslMechanism, username: saslUsername, password } } : {};
  return {
    brokers: brokers.split(','),
    clientId,
    sessionTimeoutSeconds,
    ...ssl,
    ...(sasl as Pick<KafkajsOptions, 'sasl'>),
  };
}

/** The topic of each service whose events travel, as the event catalogue names it. */
export function topicsOf(config: KafkaConfig): ReadonlyMap<string, TopicSettings> {
  const { topicPrefix, partitions, replicationFactor, retentionDays } = config;
  return new Map(
    contexts.flatMap(({ source, topic }) =>
      topic === null
        ? []
        : [[source, { topic: `${topicPrefix}${topic}`, partitions, replicationFactor, retentionDays }] as const],
    ),
  );
}
