#!/usr/bin/env node
import { runCli } from './cli';

// Whoever reads may stop before the end, as `head` does.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? process.exitCode : 1));

void runCli({
  args: process.argv.slice(2),
  environment: process.env,
  output: { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) },
}).then((code) => {
  process.exitCode = code;
});
