import { type Admin, ConfigResourceTypes } from 'kafkajs';
import type { TopicSettings } from '../broker';

const millisecondsOfADay = 86_400_000;
/** A body of 5 MiB at the SCIM endpoint becomes one event, whatever JSON escapes of it. */
const largestRecordBytes = 16 * 1_024 * 1_024;

/** Settings of a topic that keeps every change for as long as the longest outage that must be survived. */
const configEntries = ({ retentionDays, replicationFactor }: TopicSettings) => [
  { name: 'cleanup.policy', value: 'delete' },
  { name: 'retention.ms', value: String(retentionDays * millisecondsOfADay) },
  { name: 'min.insync.replicas', value: String(Math.max(1, replicationFactor - 1)) },
  { name: 'unclean.leader.election.enable', value: 'false' },
  { name: 'max.message.bytes', value: String(largestRecordBytes) },
];

/**
 * Makes the topics that do not exist, and checks those that do.
 *
 * @throws Error for a topic with another number of partitions, or one that keeps less than it should
 */
export async function prepareTopics(admin: Admin, wanted: readonly TopicSettings[]): Promise<void> {
  const there = new Set(await admin.listTopics());
  const missing = wanted.filter(({ topic }) => !there.has(topic));
  if (missing.length > 0) {
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map((settings) => ({
        topic: settings.topic,
        numPartitions: settings.partitions,
        replicationFactor: settings.replicationFactor,
        configEntries: configEntries(settings),
      })),
    });
  }
  await checkPartitions(admin, wanted);
  await checkSettings(admin, wanted);
}

async function checkPartitions(admin: Admin, wanted: readonly TopicSettings[]): Promise<void> {
  const { topics } = await admin.fetchTopicMetadata({ topics: wanted.map(({ topic }) => topic) });
  for (const { name, partitions } of topics) {
    const settings = wanted.find(({ topic }) => topic === name);
    if (!settings || settings.partitions === partitions.length) continue;
    throw new Error(
      `topic ${name} has ${partitions.length} partitions where ${settings.partitions} are configured: ` +
        'a stream would change its partition, and with it its order',
    );
  }
}

async function checkSettings(admin: Admin, wanted: readonly TopicSettings[]): Promise<void> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: wanted.map(({ topic }) => ({
      type: ConfigResourceTypes.TOPIC,
      name: topic,
      configNames: ['retention.ms', 'cleanup.policy', 'max.message.bytes'],
    })),
  });
  for (const { resourceName, configEntries: entries } of resources) {
    const settings = wanted.find(({ topic }) => topic === resourceName);
    const valueOf = (name: string) => entries.find(({ configName }) => configName === name)?.configValue;
    if (Number(valueOf('max.message.bytes')) < largestRecordBytes) {
      throw new Error(`topic ${resourceName} must take records of ${largestRecordBytes} bytes: set max.message.bytes`);
    }
    const retention = Number(valueOf('retention.ms'));
    const kept = settings ? settings.retentionDays * millisecondsOfADay : 0;
    if (valueOf('cleanup.policy') !== 'delete' || (retention >= 0 && retention < kept)) {
      throw new Error(
        `topic ${resourceName} has cleanup.policy ${valueOf('cleanup.policy')} and retention.ms ${retention}: ` +
          `it must be delete, and ${kept} or more`,
      );
    }
  }
}
