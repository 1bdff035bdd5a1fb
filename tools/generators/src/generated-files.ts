import { renderConfigurationPage, renderEnvExample } from '@waybill/runtime';
import { configParts } from './config-parts';
import { renderEventsPage } from './events-page';
import { renderLeniencyPage } from './leniency-page';
import { renderRulesPage } from './rules-page';
import { renderSourceAttributesPage } from './source-attributes-page';

/** Every generated file, by its path from the root. */
export const generatedFiles: Readonly<Record<string, () => string>> = {
  'docs/events.md': renderEventsPage,
  'docs/scim-leniency.md': renderLeniencyPage,
  'docs/source-attributes.md': renderSourceAttributesPage,
  'docs/rules.md': renderRulesPage,
  'docs/configuration.md': () => renderConfigurationPage(configParts()),
  '.env.example': () => renderEnvExample(configParts()),
};
