import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(__dirname, '../../../..');

/** The main file of a program of this workspace. */
export const mainOf = (path: string): string => join(root, path);

/** A program of this workspace as a process of its own. */
export class Program {
  private constructor(private readonly child: ChildProcess) {}

  static start(main: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Program {
    const options = ['--disable-warning=TimeoutNegativeWarning', mainOf(main), ...args];
    return new Program(spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'inherit'], env }));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Resolves with the exit code; 1 where a signal ended it. */
  get ended(): Promise<number> {
    if (this.hasEnded) return Promise.resolve(this.child.exitCode ?? 1);
    return new Promise((resolve) => this.child.once('exit', (code) => resolve(code ?? 1)));
  }

  /**
   * What it says when it listens; everything it says afterwards is read and forgotten.
   *
   * @throws Error when it ends before
   */
  listening(): Promise<Record<string, unknown>> {
    return new Promise((resolve, reject) => {
      if (!this.child.stdout) return reject(new Error('nothing of it can be read'));
      createInterface({ input: this.child.stdout }).on('line', (line) => {
        if (line.startsWith('{"listening"')) resolve(JSON.parse(line) as Record<string, unknown>);
      });
      this.child.once('exit', (code) => reject(new Error(`it ended with ${code} before it listened`)));
    });
  }

  /** Reads what it says, so that it can go on saying it. */
  unheard(): this {
    this.child.stdout?.resume();
    return this;
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.hasEnded) return;
    const { ended } = this;
    this.child.kill(signal);
    await ended;
  }
}
