import process from 'node:process';
import { build } from './build.mjs';
import { run } from './child.mjs';
import { test } from './test.mjs';

/** Everything that must hold before a change lands, the quickest first; CI runs this and nothing else. */
const steps = {
  format: () => run('prettier', ['--check', '--log-level', 'warn', '.']),
  types: () => run(process.execPath, ['node_modules/ts7/bin/tsc', '--noEmit', '--project', 'tsconfig.json']),
  // Before lint: the fences look projects up in the graph that a build refreshes.
  build: () => build(),
  lint: () => run('eslint', ['--max-warnings', '0', '.']),
  fences: () => run(process.execPath, ['tools/workspace/fences/check.mjs']),
  'import cycles': () =>
    run('depcruise', ['--config', 'tools/workspace/fences/import-cycles.cjs', 'apps', 'libs', 'tools']),
  'generated files': () => run(process.execPath, ['tools/generators/dist/main.js', '--check']),
  test: () => test([]),
};

export async function check() {
  for (const [name, step] of Object.entries(steps)) {
    const begun = performance.now();
    const status = await step();
    const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
    if (status !== 0) {
      console.error(`waybill check: ${name} failed after ${seconds} s`);
      return status;
    }
    // The tests close with their own line, which must stay the last one.
    if (name !== 'test') console.log(`waybill check: ${name} in order (${seconds} s)`);
  }
  return 0;
}
