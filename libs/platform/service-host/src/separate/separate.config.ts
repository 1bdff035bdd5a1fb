import { type ConfigOf, defineConfig, setting, valueTypes } from '@waybill/runtime';

/** What a service that runs as a process of its own reads, besides server, Kafka and its own settings. */
export const separateConfig = defineConfig({
  name: 'separate services',
  settings: {
    databaseUrl: setting({
      variable: 'DATABASE_URL',
      schema: valueTypes.secret,
      description: "PostgreSQL as a login that is a member of the service's role; for `migrate`, as the owner.",
      secret: true,
    }),
    apiTokenDigest: setting({
      variable: 'API_TOKEN_SHA256',
      schema: valueTypes.text.regex(/^[0-9a-f]{64}$/, 'it takes a SHA-256 in hexadecimal'),
      description: 'SHA-256 of the admin token of the management API, in hexadecimal; the same for all services.',
    }),
    port: setting({
      variable: 'PORT',
      schema: valueTypes.wholeNumber(0, 65_535),
      description: 'Port of the server, 0 for any free one.',
      fallback: '8080',
    }),
  },
});

export type SeparateConfig = ConfigOf<(typeof separateConfig)['settings']>;
