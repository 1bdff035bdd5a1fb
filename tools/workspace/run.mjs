#!/usr/bin/env node
/**
 * The one door to every command of package.json. Works on a clean clone with any Node from 20 on: what is missing is
 * installed from the lock file first, and everything else runs under the Node 24 that npm brings.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { root, run } from './child.mjs';

const bin = join(root, 'node_modules', '.bin');

/** npm leaves a copy of the lock file behind when an installation is complete. */
function isInstalled() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  const lock = join(root, 'package-lock.json');
  if (!existsSync(installed)) return false;
  return statSync(installed).mtimeMs >= statSync(lock).mtimeMs || sameVersions(installed, lock);
}

function sameVersions(installed, lock) {
  const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const there = packagesOf(installed);
  return Object.entries(packagesOf(lock)).every(
    ([name, wanted]) => !name.startsWith('node_modules/') || wanted.optional || there[name]?.version === wanted.version,
  );
}

async function install() {
  console.log('waybill: installing what is missing from the lock file (npm ci) …');
  const status = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (status === 0) return;
  console.error('waybill: the installation failed; see above.');
  process.exit(status);
}

/** The Node that npm brought; where it has none for this platform, the one at hand if it is new enough. */
function node24() {
  const brought = join(bin, 'node');
  if (existsSync(brought)) return brought;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  console.error(
    `waybill: npm has no Node 24 for ${process.platform}-${process.arch}; start this with Node 24 instead.`,
  );
  process.exit(1);
}

if (!isInstalled()) await install();

const [command = '', ...args] = process.argv.slice(2);
process.exitCode = await run(node24(), [join(root, 'tools/workspace/commands.mjs'), command, ...args], {
  cwd: process.cwd(),
  env: {
    PATH: [bin, process.env.PATH].join(delimiter),
    NX_DAEMON: 'false',
    NX_NO_CLOUD: 'true',
    NX_TUI: 'false',
  },
});
