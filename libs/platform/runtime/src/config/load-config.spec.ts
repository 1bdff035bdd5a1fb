import { inspect } from 'node:util';
import { defineConfig, setting } from './define-config';
import { ConfigurationError, loadConfig } from './load-config';
import { renderConfigurationPage, renderEnvExample } from './render-config';
import { valueTypes } from './value-types';

const part = defineConfig({
  name: 'samanage',
  settings: {
    token: setting({
      variable: 'TEST_TOKEN',
      schema: valueTypes.secret,
      description: 'The API token.',
      secret: true,
    }),
    workers: setting({
      variable: 'TEST_WORKERS',
      schema: valueTypes.wholeNumber(1, 64),
      description: 'Workers a job.',
      fallback: '4',
    }),
    url: setting({ variable: 'TEST_URL', schema: valueTypes.httpUrl, description: 'Where it answers.' }),
  },
  relations: ({ workers, url }) =>
    workers > 8 && url.includes('slow') ? ['more than 8 workers are too many there'] : [],
});

describe('configuration', () => {
  it('is typed, frozen, and takes its fallbacks', () => {
    const config = loadConfig({ TEST_TOKEN: 'canary', TEST_URL: 'http://localhost:1' }, part);
    expect(config.workers).toBe(4);
    expect(config.token.reveal()).toBe('canary');
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('tells everything wrong at once, and no secret', () => {
    const environment = { TEST_TOKEN: '', TEST_URL: 'ftp://canary', TEST_WORKERS: '400' };
    expect(() => loadConfig(environment, part)).toThrow(ConfigurationError);
    expect(() => loadConfig(environment, part)).toThrow(
      [
        'The configuration is not usable:',
        '  - TEST_TOKEN is not set. The API token.',
        '  - TEST_WORKERS: "400" does not fit: it takes a number from 1 to 64',
        '  - TEST_URL: "ftp://canary" does not fit: it takes an http(s) URL',
      ].join('\n'),
    );
  });

  it('checks what must hold between settings', () => {
    const environment = { TEST_TOKEN: 'canary', TEST_URL: 'http://slow', TEST_WORKERS: '9' };
    expect(() => loadConfig(environment, part)).toThrow('more than 8 workers are too many there');
  });

  it('never shows a secret', () => {
    const { token } = loadConfig({ TEST_TOKEN: 'canary', TEST_URL: 'http://localhost:1' }, part);
    for (const shown of [`${token}`, JSON.stringify({ token }), inspect({ token })])
      expect(shown).not.toMatch('canary');
  });

  it('is documented from itself', () => {
    expect(renderEnvExample([part])).toMatch('# Workers a job.\nTEST_WORKERS=4\n');
    expect(renderConfigurationPage([part])).toMatch('| `TEST_URL` | must be set | Where it answers. |');
  });
});
