import { type ConfigOf, defineConfig, setting } from '../config/define-config';
import { valueTypes } from '../config/value-types';

/** Where traces go, under the names that every OpenTelemetry program reads. */
export const telemetryConfig = defineConfig({
  name: 'telemetry',
  settings: {
    endpoint: setting({
      variable: 'OTEL_EXPORTER_OTLP_ENDPOINT',
      schema: valueTypes.httpUrl.optional(),
      description: 'Base URL of a collector that takes traces by OTLP over HTTP; without it there are none.',
      optional: true,
    }),
    serviceName: setting({
      variable: 'OTEL_SERVICE_NAME',
      schema: valueTypes.text.optional(),
      description: 'Name under which the traces of this process are shown; without it that of the program.',
      optional: true,
    }),
  },
});

export type TelemetryConfig = ConfigOf<(typeof telemetryConfig)['settings']>;
