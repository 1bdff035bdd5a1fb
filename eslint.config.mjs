import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import { layerRules } from './tools/workspace/fences/layer-rules.mjs';
import { moduleBoundaries } from './tools/workspace/fences/module-boundaries.mjs';

const sources = ['apps/*/src/**/*.ts', 'libs/**/src/**/*.ts', 'tools/*/src/**/*.ts'];
const specs = ['**/*.spec.ts', '**/*.contract.ts'];
/** What only tests import: it may reach further than the code beside it. */
const testCode = [...specs, 'libs/testing/**/*.ts', '**/src/testing/**/*.ts'];

export default tseslint.config(
  { ignores: ['**/dist/**', '.nx/**', '**/fixtures/**', 'node_modules/**'] },
  {
    files: sources,
    extends: [tseslint.configs.recommendedTypeChecked],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 200 }],
      complexity: ['error', 8],
      'max-depth': ['error', 3],
      'max-params': ['error', 4],
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Settings are read once, by loadConfig (libs/platform/runtime).',
        },
      ],
      '@nx/enforce-module-boundaries': moduleBoundaries({ inTests: false }),
    },
  },
  ...layerRules,
  { files: specs, rules: { 'max-lines': ['error', { max: 300 }] } },
  {
    files: testCode,
    rules: {
      '@nx/enforce-module-boundaries': moduleBoundaries({ inTests: true }),
      'no-restricted-properties': 'off',
      'max-params': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
    },
  },
  // Programs read their own environment and speak to a terminal.
  {
    files: [
      'apps/*/src/*.ts',
      'apps/all-in-one/src/local/{run-on-this-machine,child-program}.ts',
      'tools/*/src/**/*.ts',
    ],
    rules: { 'no-restricted-properties': 'off', 'no-console': 'off' },
  },
  // Jest loads its setup without the conditions that packages are resolved with, so it goes by path.
  { files: ['libs/testing/src/*/*-of-the-run.ts'], rules: { '@nx/enforce-module-boundaries': 'off' } },
  { files: ['libs/platform/runtime/src/**/*.ts'], rules: { 'no-restricted-properties': 'off' } },
);
