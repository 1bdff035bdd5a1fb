import { renderConfigurationPage, renderEnvExample } from '@waybill/runtime';
import { configParts } from './config-parts';
import { renderEventsPage } from './events-page';
import { renderLeniencyPage } from './leniency-page';

/** Every generated file, by its path from the root. */
export const generatedFiles: Readonly<Record<string, () => string>> = {
  'docs/events.md': renderEventsPage,
  'docs/scim-leniency.md': renderLeniencyPage,
  'docs/configuration.md': () => renderConfigurationPage(configParts()),
  '.env.example': () => renderEnvExample(configParts()),
};
