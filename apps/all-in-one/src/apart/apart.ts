import { join } from 'node:path';
import { kafkaConfig } from '@waybill/messaging';
import { loadConfig, serverConfig, telemetryConfig } from '@waybill/runtime';
import { ensureLogin, migrateServices } from '@waybill/service-host';
import { schemas } from '../in-one-process/services-in-one-process';
import { type ChildProgram, startServer } from '../local/child-program';
import { digestOf } from '../local/local-identity';
import type { Place, WayOfRunning } from '../local/running-services';
import { startPathProxy } from './path-proxy';
import { ServiceProcess } from './service-process';

const services = ['scim-ingress', 'mapping', 'samanage-connector', 'audit-log'] as const;

/** The four services as processes of their own, with Kafka between them and a proxy in front. */
export const apart: WayOfRunning = {
  command: 'npm run services --',
  description: 'Runs Waybill as four services over Kafka, with everything they need, and shows people travelling.',
  config: [serverConfig, telemetryConfig, kafkaConfig],
  brings: { KAFKA_BROKERS: '127.0.0.1:9092' },
  start: async (place) => {
    const { host } = loadConfig(place.environment, serverConfig);
    await migrateServices(place.ownerUrl, schemas);
    const given = place.environment.KAFKA_BROKERS;
    const broker = given ? undefined : await startBroker(place.folder);
    const brokers = given ?? broker?.brokers ?? '';
    const listeners: (() => void)[] = [];
    const running: ServiceProcess[] = [];
    const stop = async () => {
      await Promise.all(running.map((process) => process.stop()));
      await broker?.program.stop();
    };
    try {
      for (const service of services) {
        const settings = await settingsOf(service, place, brokers);
        running.push(
          new ServiceProcess(place.folder, service, settings, () => listeners.forEach((listen) => listen())),
        );
      }
      await Promise.all(running.map((process) => process.start()));
      const portOf = (service: string) => running.find(({ named }) => named.name === service)?.port ?? 0;
      const proxy = await startPathProxy(host, place.port, portOf);
      const kafka = broker ? [{ name: 'kafka', pid: broker.pid, port: Number(brokers.split(':')[1]) }] : [];
      return {
        host,
        port: proxy.port,
        processes: () => [...running.map(({ named }) => named), ...kafka],
        onReplaced: (listen) => void listeners.push(listen),
        stop: async () => {
          await proxy.close();
          await stop();
        },
      };
    } catch (error) {
      await stop();
      throw error;
    }
  },
};

async function startBroker(folder: string): Promise<{ program: ChildProgram; brokers: string; pid: number }> {
  const args = ['--data', join(folder, 'kafka')];
  const { child, said } = await startServer(folder, { name: 'kafka', project: 'tools/kafka', args });
  return { program: child, brokers: String(said.brokers), pid: Number(said.pid) };
}

/** Each service under a login of its own, which may do nothing in the schemas of the others. */
async function settingsOf(service: string, place: Place, brokers: string): Promise<Record<string, string>> {
  const { ownerUrl, identity, samanage, environment } = place;
  const schema = service.replace('-', '_');
  const databaseUrl = await ensureLogin(ownerUrl, schema, identity.passwordOf(service));
  const passedOn = Object.entries(environment).flatMap(([name, value]) =>
    /^(KAFKA|OTEL|SAMANAGE|QUARANTINE|SMTP)_/.test(name) && value !== undefined ? [[name, value] as const] : [],
  );
  return {
    ...Object.fromEntries(passedOn),
    DATABASE_URL: databaseUrl,
    KAFKA_BROKERS: brokers,
    API_TOKEN_SHA256: digestOf(identity.apiToken),
    LOG_LEVEL: environment.LOG_LEVEL ?? 'warn',
    ...(service === 'samanage-connector'
      ? {
          ...(samanage.url ? { SAMANAGE_URL: samanage.url } : {}),
          ...(samanage.token ? { SAMANAGE_TOKEN: samanage.token.reveal() } : {}),
          SAMANAGE_CREDENTIAL_KEYS: identity.credentialKeys,
        }
      : {}),
  };
}
