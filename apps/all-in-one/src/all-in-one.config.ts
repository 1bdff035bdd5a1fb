import { type ConfigOf, defineConfig, setting, valueTypes } from '@waybill/runtime';

/** What all-in-one reads besides the settings of its services. */
export const allInOneConfig = defineConfig({
  name: 'all-in-one',
  settings: {
    databaseUrl: setting({
      variable: 'DATABASE_URL',
      schema: valueTypes.secret.optional(),
      description:
        'PostgreSQL of your own, as a login that may create roles and schemas; without it one is brought along.',
      secret: true,
      optional: true,
    }),
    logLevel: setting({
      variable: 'LOG_LEVEL',
      schema: valueTypes.oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
      description: 'The least severe log lines that are written: `trace` to `fatal`, or `silent`.',
      fallback: 'warn',
    }),
    host: setting({
      variable: 'HOST',
      schema: valueTypes.text,
      description: 'Address the server listens on; with the local admin token it must be loopback.',
      fallback: '127.0.0.1',
    }),
  },
});

export type AllInOneConfig = ConfigOf<(typeof allInOneConfig)['settings']>;
