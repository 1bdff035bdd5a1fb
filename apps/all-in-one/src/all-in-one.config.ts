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
  },
});

export type AllInOneConfig = ConfigOf<(typeof allInOneConfig)['settings']>;
