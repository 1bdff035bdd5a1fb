import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { build } from './build.mjs';
import { root, run } from './child.mjs';

/** kafkajs asks for timers in the past, harmlessly. */
const nodeOptions = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  '--disable-warning=TimeoutNegativeWarning',
].join(' ');

const results = join(root, '.results', 'jest.json');

/**
 * Every suite: unit, integration and end to end. Ends with one line that sums them up; a suite that could not run
 * counts as failed in CI.
 */
export async function test(args) {
  const built = await build();
  if (built !== 0) return built;
  rmSync(results, { force: true });
  mkdirSync(join(root, '.results'), { recursive: true });
  const jest = ['node_modules/jest/bin/jest.js', '--json', '--outputFile', results, ...args];
  const status = await run(process.execPath, jest, {
    env: { NODE_OPTIONS: nodeOptions },
  });
  return summarise(status);
}

function summarise(status) {
  let summary;
  try {
    summary = JSON.parse(readFileSync(results, 'utf8'));
  } catch {
    console.error('waybill: the tests left no results.');
    return status || 1;
  }
  const suites = summary.testResults.filter(
    ({ status: ended, assertionResults }) => ended === 'failed' && assertionResults.length === 0,
  );
  for (const { name } of suites) console.error(`NOT RUN: ${name.replace(root, '')}`);
  const skipped = summary.numPendingTests + summary.numTodoTests;
  console.log(`${summary.numPassedTests} passed, ${summary.numFailedTests + suites.length} failed, ${skipped} skipped`);
  if (process.env.CI && skipped > 0) {
    console.error('waybill: in CI nothing may be skipped.');
    return 1;
  }
  return status || (suites.length > 0 ? 1 : 0);
}
