import 'reflect-metadata';
import { samanageConnectorConfig } from '@waybill/samanage-connector';
import { allInOneConfig } from './all-in-one.config';

/** Prints all settings as JSON, for the generated documentation. */
process.stdout.write(
  JSON.stringify([allInOneConfig, samanageConnectorConfig], (name, value: unknown) =>
    name === 'schema' ? undefined : value,
  ),
);
