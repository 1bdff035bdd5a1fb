import { Kafka, logLevel } from 'kafkajs';

/**
 * Asks a broker for its cluster.
 *
 * @returns whether it answers as a broker in service, and of that very cluster
 */
export async function answersAs(clusterId: string, brokers: string): Promise<boolean> {
  const kafka = new Kafka({
    clientId: 'waybill-readiness',
    brokers: [brokers],
    connectionTimeout: 1_000,
    requestTimeout: 2_000,
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const cluster = await admin.describeCluster();
    return cluster.clusterId === clusterId && cluster.brokers.length > 0;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
