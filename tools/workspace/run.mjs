#!/usr/bin/env node
/**
 * The one door to every command of package.json. Works on a clean clone with any Node from 20 on: what is missing is
 * installed from the lock file first, and everything else runs under the Node 24 that npm brings.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'node_modules', '.bin');

/** npm leaves a copy of the lock file's facts behind when an installation is complete. */
function isInstalled() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  const lock = join(root, 'package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs - 1_000 && sameVersions(installed, lock);
}

function sameVersions(installed, lock) {
  const versions = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const there = versions(installed);
  return Object.entries(versions(lock)).every(
    ([name, wanted]) => name === '' || wanted.optional || wanted.link || !there[name] || there[name].version === wanted.version,
  );
}

function install() {
  console.log('waybill: installing what is missing from the lock file (npm ci) …');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('waybill: the installation failed; see above.');
    process.exit(status ?? 1);
  }
}

/** The Node that npm brought; where it has none for this platform, the one at hand if it is new enough. */
function node24() {
  const brought = join(bin, 'node');
  if (existsSync(brought)) return brought;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  console.error(`waybill: npm has no Node 24 for ${process.platform}-${process.arch}; start this with Node 24 instead.`);
  process.exit(1);
}

if (!isInstalled()) install();

const [command = 'help', ...args] = process.argv.slice(2);
const { status, signal } = spawnSync(node24(), [join(root, 'tools/workspace/commands.mjs'), command, ...args], {
  cwd: process.cwd(),
  stdio: 'inherit',
  env: {
    ...process.env,
    PATH: [bin, process.env.PATH].join(delimiter),
    NX_DAEMON: 'false',
    NX_NO_CLOUD: 'true',
    NX_TUI: 'false',
    KAFKAJS_NO_PARTITIONER_WARNING: '1',
  },
});
process.exit(status ?? (signal ? 1 : 0));
