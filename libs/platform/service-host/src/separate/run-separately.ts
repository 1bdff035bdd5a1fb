import type { DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { kafkaConfig } from '@waybill/messaging';
import {
  checkConfig,
  ConfigurationError,
  createLogger,
  HealthRegistry,
  loadConfig,
  Metrics,
  serverConfig,
  startHttpApplication,
  startTelemetry,
  type Telemetry,
  telemetryConfig,
} from '@waybill/runtime';
import type { Logger } from 'pino';
import { ServiceEnvironment } from '../nest/service-host.module';
import { migrateServices } from '../service-host';
import { KafkaEnvironment } from './kafka-environment';
import { separateConfig } from './separate.config';
import type { Environment, SeparateService } from './separate-service';
import { takeBackOne } from './take-back-one';

/** A drain that takes longer than this is cut: what was not finished is done again by whoever comes next. */
const drainedWithin = 25_000;

type Command = (service: SeparateService, environment: Environment) => Promise<number>;

/**
 * The main program of a service: serves until it is told to end; with the argument `migrate` brings the service's
 * schema up to date, and with `take-back` puts back what its log lost when it was restored. Ends the process.
 */
export function runSeparately(service: SeparateService, args: readonly string[], environment: Environment): void {
  const [what = 'serve'] = args;
  const commands: Readonly<Record<string, Command>> = { serve, migrate: migrateOne, 'take-back': takeBackOne };
  const command = commands[what] ?? unknownCommand(Object.keys(commands));
  void command(service, environment)
    .catch((error: unknown) => {
      process.stderr.write(`${error instanceof ConfigurationError ? error.message : String(error)}\n`);
      return 1;
    })
    .then((code) => process.exit(code));
}

const unknownCommand =
  (known: readonly string[]): Command =>
  async () => {
    throw new ConfigurationError([`this takes no argument, or one of ${known.join(', ')}`]);
  };

async function migrateOne({ schema }: SeparateService, environment: Environment): Promise<number> {
  const { databaseUrl } = separateConfig.settings;
  const owner = loadConfig(environment, { name: 'migrate', settings: { databaseUrl } });
  await migrateServices(owner.databaseUrl.reveal(), [schema]);
  process.stdout.write(`The schema ${schema.schema} is up to date.\n`);
  return 0;
}

async function serve(service: SeparateService, environment: Environment): Promise<number> {
  checkConfig(environment, [serverConfig, telemetryConfig, separateConfig, kafkaConfig, ...service.config]);
  const { host, logLevel } = loadConfig(environment, serverConfig);
  const { databaseUrl, apiTokenDigest, port } = loadConfig(environment, separateConfig);
  const kafka = loadConfig(environment, kafkaConfig);
  const logger = createLogger(logLevel);
  const { name } = service;
  const telemetry = telemetryOf(name, environment, logger);
  const end = () => process.exit(1);
  const provided = new KafkaEnvironment({ name, databaseUrl: databaseUrl.reveal(), kafka, logger, end });
  const onError = (error: unknown) => logger.warn({ part: name, err: error }, 'a part failed, and is tried again');
  const admin = { name: 'admin', role: 'admin', digest: apiTokenDigest, local: false } as const;
  const signalled = untilSignal();
  const application = await startHttpApplication(
    [provide(provided), CqrsModule.forRoot(), service.module(environment, onError)],
    { logger, tokens: [admin], host, port },
  );
  const { app } = application;
  provided.watch(app.get(HealthRegistry, { strict: false }), app.get(Metrics, { strict: false }));
  process.stdout.write(`${JSON.stringify({ listening: true, service: name, port: application.port })}\n`);
  await signalled;
  setTimeout(() => process.exit(1), drainedWithin).unref();
  await application.close();
  await provided.close();
  await telemetry.stop();
  return 0;
}

function telemetryOf(name: string, environment: Environment, logger: Logger): Telemetry {
  const { endpoint, serviceName: service = `waybill-${name}` } = loadConfig(environment, telemetryConfig);
  const onError = (error: unknown) => logger.warn({ part: 'telemetry', err: error }, 'traces could not be sent');
  return startTelemetry({ endpoint, service, onError });
}

const provide = (environment: ServiceEnvironment): DynamicModule => ({
  module: class Environment {},
  global: true,
  providers: [{ provide: ServiceEnvironment, useValue: environment }],
  exports: [ServiceEnvironment],
});

/** A second signal does not make it quicker. */
const untilSignal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
  });
