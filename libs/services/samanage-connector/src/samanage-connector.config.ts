import { type ConfigOf, defineConfig, setting, valueTypes } from '@waybill/runtime';

const regions = {
  us: 'https://api.samanage.com',
  eu: 'https://apieu.samanage.com',
  au: 'https://apiau.samanage.com',
} as const;

/** Where Samanage answers, and how it is treated (samanage-api.md §1.1, §5). */
export const samanageConnectorConfig = defineConfig({
  name: 'samanage-connector',
  settings: {
    url: setting({
      variable: 'SAMANAGE_URL',
      schema: valueTypes.httpUrl.optional(),
      description: 'Base URL of the Samanage API; without it the one of the region.',
      optional: true,
    }),
    region: setting({
      variable: 'SAMANAGE_REGION',
      schema: valueTypes.oneOf('us', 'eu', 'au'),
      description: 'Region of the Samanage account: `us`, `eu` or `au`.',
      fallback: 'us',
    }),
    token: setting({
      variable: 'SAMANAGE_TOKEN',
      schema: valueTypes.secret,
      description: 'API token of a Samanage administrator; all-in-one makes one for its simulator.',
      secret: true,
    }),
    workers: setting({
      variable: 'SAMANAGE_WORKERS',
      schema: valueTypes.wholeNumber(1, 64),
      description: 'Calls to Samanage that a job may have under way at once.',
      fallback: '4',
    }),
    timeoutSeconds: setting({
      variable: 'SAMANAGE_TIMEOUT_SECONDS',
      schema: valueTypes.wholeNumber(1, 300),
      description: 'Seconds that Samanage has to answer a call.',
      fallback: '15',
    }),
    graceSeconds: setting({
      variable: 'SAMANAGE_GRACE_SECONDS',
      schema: valueTypes.wholeNumber(0, 300),
      description: 'Seconds after a call without an answer before Samanage is asked what became of it.',
      fallback: '5',
    }),
  },
});

export type SamanageConnectorConfig = ConfigOf<(typeof samanageConnectorConfig)['settings']>;

/** The base URL that is called. */
export const baseUrlOf = ({ url, region }: SamanageConnectorConfig): string => url ?? regions[region];
