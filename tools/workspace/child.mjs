import { spawn } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program on this terminal and hands it the signals that arrive here, so that it ends what it started before
 * this process ends.
 *
 * @returns its exit code; 128 plus the signal's number where a signal ended it
 */
export function run(program, args, { cwd = root, env = {}, stdio = 'inherit', onOutput } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio, env: { ...process.env, ...env } });
    const forward = (signal) => child.kill(signal);
    for (const signal of forwarded) process.on(signal, forward);
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => onOutput?.(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const each of forwarded) process.off(each, forward);
      resolve(code ?? 128 + (signal === 'SIGINT' ? 2 : signal === 'SIGTERM' ? 15 : 9));
    });
  });
}
