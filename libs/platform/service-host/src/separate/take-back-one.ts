import { kafkaConfig } from '@waybill/messaging';
import { checkConfig, createLogger, loadConfig } from '@waybill/runtime';
import { ServiceHost } from '../service-host';
import { KafkaEnvironment } from './kafka-environment';
import { separateConfig } from './separate.config';
import type { Environment, SeparateService } from './separate-service';

/**
 * The way back after a service's schema was restored to an older state: its log takes back from its topic what others
 * have heard since, and the service hears again what it may have forgotten. No replica of the service may run.
 */
export async function takeBackOne(service: SeparateService, environment: Environment): Promise<number> {
  const { databaseUrl: variable } = separateConfig.settings;
  const connection = { name: 'take-back', settings: { databaseUrl: variable } };
  checkConfig(environment, [connection, kafkaConfig, ...service.config]);
  const databaseUrl = loadConfig(environment, connection).databaseUrl.reveal();
  const kafka = loadConfig(environment, kafkaConfig);
  const logger = createLogger('warn');
  const { name } = service;
  const provided = new KafkaEnvironment({ name, databaseUrl, kafka, logger, end: () => process.exit(1) });
  const onError = (error: unknown) => logger.warn({ part: name, err: error }, 'a part failed');
  const host = new ServiceHost(service.definition(environment, onError), provided.hostOptions(name));
  try {
    const count = await host.takeBack(await provided.bus.remembered(name));
    await provided.bus.rewind(host.consumer);
    process.stdout.write(`${name} took back ${count} events, and hears again what its sources have said.\n`);
    return 0;
  } finally {
    await host.close();
    await provided.close();
  }
}
