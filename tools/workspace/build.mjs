import process from 'node:process';
import { run } from './child.mjs';

/** Compiles what changed since the last time; says nothing unless it fails. */
export async function build() {
  const output = [];
  const status = await run('nx', ['run-many', '--target', 'build', '--output-style', 'static'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    onOutput: (chunk) => output.push(chunk),
  });
  if (status !== 0) process.stderr.write(Buffer.concat(output));
  return status;
}
