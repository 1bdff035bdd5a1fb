import { type ConfigOf, defineConfig, setting, valueTypes } from '@waybill/runtime';
import type { QuarantinePolicy } from './domain/health/quarantine';

/** Where each region of Samanage answers (samanage-api.md §1.1). */
export const regions = {
  us: 'https://api.samanage.com',
  eu: 'https://apieu.samanage.com',
  au: 'https://apiau.samanage.com',
} as const;

const keyList = /^[\w.-]{1,64}:[\w-]{43}(\s*,\s*[\w.-]{1,64}:[\w-]{43})*$/;

const minuteList = valueTypes.text
  .regex(/^\d+(\.\d+)?(\s*,\s*\d+(\.\d+)?)*$/, 'it takes minutes, several by comma')
  .transform((list) => list.split(',').map(Number));

const isHost = (entry: string): boolean =>
  /^(\*\.)?[\w.:[\]-]+$/.test(entry.trim()) && URL.canParse(`https://${entry.trim().replace(/^\*\./, '')}`);

/** Where Samanage answers, and how it is treated (samanage-api.md §1.1, §5). */
export const samanageConnectorConfig = defineConfig({
  name: 'samanage-connector',
  settings: {
    url: setting({
      variable: 'SAMANAGE_URL',
      schema: valueTypes.httpUrl.optional(),
      description:
        'Base URL of the Samanage API for jobs without credentials of their own; without it the one of the region.',
      optional: true,
    }),
    region: setting({
      variable: 'SAMANAGE_REGION',
      schema: valueTypes.oneOf('us', 'eu', 'au'),
      description: 'Region of the Samanage account of such jobs: `us`, `eu` or `au`.',
      fallback: 'us',
    }),
    token: setting({
      variable: 'SAMANAGE_TOKEN',
      schema: valueTypes.secret.optional(),
      description:
        'API token of a Samanage administrator, for jobs for which none was saved; all-in-one makes one for its simulator.',
      optional: true,
      secret: true,
    }),
    user: setting({
      variable: 'SAMANAGE_USER',
      schema: valueTypes.text.optional(),
      description: 'E-mail address of a Samanage administrator, for jobs from before tokens. Use a token instead.',
      optional: true,
    }),
    password: setting({
      variable: 'SAMANAGE_PASSWORD',
      schema: valueTypes.secret.optional(),
      description: 'The password that goes with `SAMANAGE_USER`.',
      optional: true,
      secret: true,
    }),
    credentialKeys: setting({
      variable: 'SAMANAGE_CREDENTIAL_KEYS',
      schema: valueTypes.secret
        .refine(
          (keys) => keyList.test(keys.reveal()),
          'it takes `name:key`, several by comma; a key is 32 random bytes in base64url without padding',
        )
        .optional(),
      description:
        'Keys that saved credentials are encrypted under: `name:key`, several by comma; new ones are kept under the first. Without it none can be saved.',
      optional: true,
      secret: true,
    }),
    allowedHosts: setting({
      variable: 'SAMANAGE_ALLOWED_HOSTS',
      schema: valueTypes.text.refine((list) => list.split(',').every(isHost), 'it takes hosts, several by comma'),
      description:
        'Hosts that a Tenant URL may name, several by comma: `host`, `*.domain`, and with `:port` where it is not 443. The one of `SAMANAGE_URL` may always be named.',
      fallback: '*.samanage.com',
    }),
    allowPrivateAddresses: setting({
      variable: 'SAMANAGE_ALLOW_PRIVATE_ADDRESSES',
      schema: valueTypes.oneOf('true', 'false'),
      description: '`true` lets a Tenant URL lead into private networks, and be http: for tests and simulators.',
      fallback: 'false',
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
    outageMinutes: setting({
      variable: 'QUARANTINE_OUTAGE_MINUTES',
      schema: valueTypes.number(0.01, 1_440),
      description: 'Minutes without any answer of Samanage after which a job is quarantined.',
      fallback: '15',
    }),
    outageProbeMinutes: setting({
      variable: 'QUARANTINE_OUTAGE_PROBES',
      schema: minuteList,
      description: 'Minutes until the first, second, … probe of such a quarantine; the last is repeated.',
      fallback: '1,5,15,60',
    }),
    proportionProbeMinutes: setting({
      variable: 'QUARANTINE_PROPORTION_PROBES',
      schema: minuteList,
      description: 'The same where too many subjects fail.',
      fallback: '360,720,1440',
    }),
    proportionFailures: setting({
      variable: 'QUARANTINE_PROPORTION_FAILURES',
      schema: valueTypes.wholeNumber(1, 10_000_000),
      description:
        'From so many failing subjects on, more than `QUARANTINE_PROPORTION_PERCENT` of all quarantine a job.',
      fallback: '5000',
    }),
    proportionPercent: setting({
      variable: 'QUARANTINE_PROPORTION_PERCENT',
      schema: valueTypes.number(0, 100),
      description: 'The share of failing subjects that is too much.',
      fallback: '40',
    }),
    mostFailures: setting({
      variable: 'QUARANTINE_MOST_FAILURES',
      schema: valueTypes.wholeNumber(1, 100_000_000),
      description: 'More failing subjects than that quarantine a job, whatever succeeds.',
      fallback: '40000',
    }),
    mostWithReferences: setting({
      variable: 'QUARANTINE_MOST_WITH_REFERENCES',
      schema: valueTypes.wholeNumber(1, 100_000_000),
      description: 'The same with those that only miss a reference.',
      fallback: '60000',
    }),
  },
  relations: ({ token, user, password }) => [
    ...((user === undefined) === (password === undefined)
      ? []
      : ['SAMANAGE_USER and SAMANAGE_PASSWORD: one of them is not set; they go together.']),
    ...(token && user ? ['SAMANAGE_TOKEN and SAMANAGE_USER: set one of them; a token is better.'] : []),
  ],
});

export type SamanageConnectorConfig = ConfigOf<(typeof samanageConnectorConfig)['settings']>;

/** The base URL that is called for jobs without credentials of their own. */
export const baseUrlOf = ({ url, region }: Pick<SamanageConnectorConfig, 'url' | 'region'>): string =>
  url ?? regions[region];

const minute = 60_000;

/** When a job is quarantined, and how often it is looked at again. */
export const quarantinePolicyOf = (config: SamanageConnectorConfig): QuarantinePolicy => ({
  outage: config.outageMinutes * minute,
  outageProbes: config.outageProbeMinutes.map((minutes) => minutes * minute),
  proportionProbes: config.proportionProbeMinutes.map((minutes) => minutes * minute),
  mostFailures: config.mostFailures,
  mostWithReferences: config.mostWithReferences,
  failuresBeforeShare: config.proportionFailures,
  share: config.proportionPercent / 100,
});
