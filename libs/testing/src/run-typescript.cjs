/** `node -C source -r run-typescript.cjs file.ts`: how crash tests start a process of their own without a build. */
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { resolve } = require('node:path');
const { transformSync } = require('@swc/core');

const swcrc = JSON.parse(readFileSync(resolve(__dirname, '../../../.swcrc'), 'utf8'));
const options = { ...swcrc, swcrc: false, exclude: [], sourceMaps: 'inline' };

Module._extensions['.ts'] = (module, filename) => {
  module._compile(transformSync(readFileSync(filename, 'utf8'), { ...options, filename }).code, filename);
};
