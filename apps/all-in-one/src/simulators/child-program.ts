import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** A program that all-in-one starts beside itself. */
export interface ChildProgram {
  readonly name: string;
  readonly pid: number;
  /** Its lines of JSON, parsed; ends with the program. */
  readonly lines: AsyncIterable<Record<string, unknown>>;
  /** Resolves with the exit code. */
  readonly ended: Promise<number>;
  /** Asks it to end, and ends it after five seconds. */
  stop(): Promise<void>;
}

const patienceMilliseconds = 5_000;

/** Starts a tool of this workspace; one that an earlier, killed process left behind is ended first. */
export async function startProgram(
  folder: string,
  tool: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ChildProgram> {
  const main = join(__dirname, '../../../../tools', tool, 'dist/main.js');
  const pidFile = join(folder, `${tool}.pid`);
  await endLeftBehind(pidFile, main);
  const child = spawn(process.execPath, [main, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...pathOnly(), ...env },
    // A Ctrl-C is for all-in-one, which ends its programs in order.
    detached: true,
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      rmSync(pidFile, { force: true });
      resolve(code ?? 1);
    });
  });
  writeFileSync(pidFile, String(child.pid));
  return { name: tool, pid: child.pid ?? 0, lines: jsonLines(child), ended, stop: () => stop(child, ended) };
}

/** A tool reads its settings from its arguments, not from what happens to be set here. */
const pathOnly = (): Record<string, string> => ({ PATH: `${process.execPath}/..` });

async function* jsonLines(child: ChildProcess): AsyncGenerator<Record<string, unknown>> {
  if (!child.stdout) return;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('{')) yield JSON.parse(line) as Record<string, unknown>;
  }
}

async function stop(child: ChildProcess, ended: Promise<number>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await Promise.race([ended, sleep(patienceMilliseconds, undefined, { ref: false })]);
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await ended;
}

/** Ends the process of a pid file if it is still the program it was. */
async function endLeftBehind(pidFile: string, main: string): Promise<void> {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  if (isRunning(pid, main)) process.kill(pid, 'SIGTERM');
  const until = Date.now() + patienceMilliseconds;
  while (isRunning(pid, main) && Date.now() < until) await sleep(20);
  if (isRunning(pid, main)) process.kill(pid, 'SIGKILL');
  rmSync(pidFile, { force: true });
}

function isRunning(pid: number, main: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(main);
  } catch {
    return false;
  }
}
