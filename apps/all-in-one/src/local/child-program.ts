import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** A program of this workspace, to be run beside this one. */
export interface Program {
  readonly name: string;
  /** Its folder from the root, e.g. `tools/kafka`. */
  readonly project: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A program that runs beside this one. */
export interface ChildProgram {
  readonly name: string;
  readonly pid: number;
  /** Its lines of JSON, parsed; ends with the program. */
  readonly lines: AsyncIterable<Record<string, unknown>>;
  /** Resolves with the exit code. */
  readonly ended: Promise<number>;
  /** Asks it to end, and ends it after a while. */
  stop(): Promise<void>;
}

/** More than a service may take to drain. */
const patienceMilliseconds = 28_000;

/** Starts a program; one that an earlier, killed process left behind is ended first. */
export async function startProgram(folder: string, { name, project, args, env }: Program): Promise<ChildProgram> {
  const main = join(__dirname, '../../../..', project, 'dist/main.js');
  const pidFile = join(folder, `${name}.pid`);
  await endLeftBehind(pidFile, main);
  // kafkajs asks for timers in the past, harmlessly.
  const child = spawn(process.execPath, ['--disable-warning=TimeoutNegativeWarning', main, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...pathOnly(), ...env },
    // A Ctrl-C is for us, who end our programs in order.
    detached: true,
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      if (readPid(pidFile) === child.pid) rmSync(pidFile, { force: true });
      resolve(code ?? 1);
    });
  });
  writeFileSync(pidFile, String(child.pid));
  return { name, pid: child.pid ?? 0, lines: jsonLines(child), ended, stop: () => stop(child, ended) };
}

/**
 * Starts a program and waits until it says that it listens.
 *
 * @returns it, and what it said
 * @throws Error when it ends before
 */
export async function startServer(folder: string, program: Program) {
  const child = await startProgram(folder, program);
  const lines = child.lines[Symbol.asyncIterator]();
  for (;;) {
    const next = await lines.next();
    if (next.done) throw new Error(`${program.name} did not come up`);
    if (next.value.listening !== true) continue;
    void drain(lines);
    return { child, said: next.value };
  }
}

/** What nobody reads must not fill the pipe. */
async function drain(lines: AsyncIterator<unknown>): Promise<void> {
  while (!(await lines.next()).done);
}

/** A program reads its settings from its arguments and what it is given, not from what happens to be set here. */
const pathOnly = (): Record<string, string> => {
  const { PATH = '', HOME = '', JAVA_HOME } = process.env;
  return { PATH, HOME, ...(JAVA_HOME ? { JAVA_HOME } : {}) };
};

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
  const pid = readPid(pidFile);
  if (pid === undefined) return;
  if (isRunning(pid, main)) process.kill(pid, 'SIGTERM');
  const until = Date.now() + patienceMilliseconds;
  while (isRunning(pid, main) && Date.now() < until) await sleep(20);
  if (isRunning(pid, main)) process.kill(pid, 'SIGKILL');
  rmSync(pidFile, { force: true });
}

const readPid = (file: string): number | undefined =>
  existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;

function isRunning(pid: number, main: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(main);
  } catch {
    return false;
  }
}
