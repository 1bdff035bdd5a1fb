import { closeSync, existsSync, fdatasync, mkdirSync, openSync, readFileSync, truncateSync, write } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const writeTo = promisify(write) as (fd: number, text: string) => Promise<unknown>;
const sync = promisify(fdatasync);

/**
 * Lines of JSON that are on disk before anybody is told. Lines that come while one is being synced share the next
 * sync. A line that was torn by a crash was never answered, and is cut off.
 */
export class Journal<Line> {
  private waiting: { text: string; done: () => void; failed: (error: unknown) => void }[] = [];
  private writing: Promise<void> | undefined;

  private constructor(
    readonly lines: readonly Line[],
    private readonly fd: number,
  ) {}

  static open<Line>(folder: string): Journal<Line> {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'journal.jsonl');
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
    const lines = whole
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line);
    return new Journal(lines, openSync(file, 'a', 0o600));
  }

  /** Returns when the line is on disk. */
  append(line: Line): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ text: `${JSON.stringify(line)}\n`, done, failed });
      this.writing ??= this.flush();
    });
  }

  async close(): Promise<void> {
    await this.writing;
    closeSync(this.fd);
  }

  private async flush(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      try {
        await writeTo(this.fd, batch.map(({ text }) => text).join(''));
        await sync(this.fd);
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    this.writing = undefined;
  }
}
