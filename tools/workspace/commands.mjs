/** What `npm run …` can do; started by run.mjs, under Node 24 and with everything installed. */
import process from 'node:process';
import { build } from './build.mjs';
import { check } from './check.mjs';
import { run } from './child.mjs';
import { test } from './test.mjs';

/** Runs a program of this workspace once it is compiled. */
const compiled = (main) => async (args) =>
  (await build()) || run(process.execPath, [main, ...args], { cwd: process.cwd() });

const commands = {
  start: compiled('apps/all-in-one/dist/main.js'),
  services: compiled('apps/all-in-one/dist/apart.js'),
  waybill: compiled('apps/cli/dist/main.js'),
  migrate: compiled('apps/all-in-one/dist/migrate.js'),
  bench: compiled('tools/bench/dist/main.js'),
  faults: compiled('tools/faults/dist/main.js'),
  generate: compiled('tools/generators/dist/main.js'),
  build,
  format: () => run('prettier', ['--write', '--log-level', 'warn', '.']),
  lint: async () => (await build()) || run('eslint', ['.']),
  test,
  check,
};

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
if (command) {
  process.exitCode = await command(args);
} else {
  console.error(`waybill: there is no command "${name}"; there are ${Object.keys(commands).join(', ')}.`);
  process.exitCode = 2;
}
