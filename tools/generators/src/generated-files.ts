import { renderConfigurationPage, renderEnvExample } from '@waybill/runtime';
import { configParts } from './config-parts';
import { renderEventsPage } from './events-page';

/** Every generated file, by its path from the root. */
export const generatedFiles: Readonly<Record<string, () => string>> = {
  'docs/events.md': renderEventsPage,
  'docs/configuration.md': () => renderConfigurationPage(configParts()),
  '.env.example': () => renderEnvExample(configParts()),
};
