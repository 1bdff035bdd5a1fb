import { type ConfigOf, defineConfig, setting } from '../config/define-config';
import { valueTypes } from '../config/value-types';

/** What every process that answers over HTTP reads. */
export const serverConfig = defineConfig({
  name: 'server',
  settings: {
    host: setting({
      variable: 'HOST',
      schema: valueTypes.text,
      description: 'Address the server listens on; with the local admin token of all-in-one it must be loopback.',
      fallback: '127.0.0.1',
    }),
    logLevel: setting({
      variable: 'LOG_LEVEL',
      schema: valueTypes.oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
      description: 'The least severe log lines that are written: `trace` to `fatal`, or `silent`.',
      fallback: 'warn',
    }),
  },
});

export type ServerConfig = ConfigOf<(typeof serverConfig)['settings']>;
