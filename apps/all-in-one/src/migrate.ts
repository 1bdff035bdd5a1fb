import 'reflect-metadata';
import { ConfigurationError, loadConfig } from '@waybill/runtime';
import { migrateServices } from '@waybill/service-host';
import { allInOneConfig } from './all-in-one.config';
import { schemas } from './in-one-process/services-in-one-process';

/** Brings all schemas of `DATABASE_URL` up to date, as a command. */
async function migrate(): Promise<void> {
  const { databaseUrl } = loadConfig(process.env, allInOneConfig);
  if (!databaseUrl) throw new ConfigurationError(['DATABASE_URL is not set: there is nothing to migrate.']);
  await migrateServices(databaseUrl.reveal(), schemas);
  console.log('The schemas are up to date.');
}

migrate().catch((error: unknown) => {
  console.error(error instanceof ConfigurationError ? error.message : error);
  process.exitCode = 1;
});
