import { Account } from './account/account';
import { applyWrite, type Write, type WriteAnswer } from './account/writes';
import { Journal } from './journal';
import { changeSwitches, defaultSwitches, type Switches } from './switches';

/** A write that was received, as `GET /__record` tells it. */
export interface ReceivedWrite {
  readonly sequence: number;
  readonly time: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  /** The status that was answered, or would have been where the answer was lost. */
  readonly status: number;
  /** Whether the account changed, even if the answer was lost. */
  readonly applied: boolean;
}

type Line =
  | { readonly kind: 'write'; readonly write: ReceivedWrite; readonly done: boolean }
  | { readonly kind: 'switches'; readonly switches: Switches };

/** An account, its switches and the record of what it received; kept in a folder if there is one. */
export class Simulator {
  readonly account: Account;
  readonly record: ReceivedWrite[] = [];
  switches: Switches;
  private readonly journal: Journal<Line> | undefined;

  constructor(folder: string | undefined, ownerEmail: string, initial: Partial<Switches>) {
    this.switches = { ...defaultSwitches, ...initial };
    this.account = new Account(ownerEmail, '2020-01-01T00:00:00.000+00:00');
    this.journal = folder === undefined ? undefined : Journal.open<Line>(folder);
    for (const line of this.journal?.lines ?? []) this.replay(line);
    this.switches = { ...this.switches, ...initial };
  }

  /** Does a write and notes it; returns when both are on disk. */
  async write(write: Write): Promise<WriteAnswer> {
    const answer = applyWrite(this.account, write, this.switches);
    await this.note(write, answer, true);
    return answer;
  }

  /** Notes a write that was turned away before it reached the account. */
  async turnAway(write: Write, status: number): Promise<void> {
    await this.note(write, { status, body: null, applied: false }, false);
  }

  /** @throws Error that names what is no switch */
  async change(change: unknown): Promise<void> {
    this.switches = changeSwitches(this.switches, change);
    await this.journal?.append({ kind: 'switches', switches: this.switches });
  }

  async close(): Promise<void> {
    await this.journal?.close();
  }

  private async note(write: Write, { status, applied }: WriteAnswer, done: boolean): Promise<void> {
    const { method, at: time, body } = write;
    const query = write.query.toString();
    const path = query ? `${write.path}?${query}` : write.path;
    const received = { sequence: this.record.length + 1, time, method, path, body: body ?? null, status, applied };
    this.record.push(received);
    await this.journal?.append({ kind: 'write', write: received, done });
  }

  private replay(line: Line): void {
    if (line.kind === 'switches') {
      this.switches = { ...defaultSwitches, ...line.switches };
      return;
    }
    const { method, path, body, time: at } = line.write;
    const url = new URL(path, 'http://localhost');
    const write = { method, path: url.pathname, query: url.searchParams, body, at };
    if (line.done) applyWrite(this.account, write, this.switches);
    this.record.push(line.write);
  }
}
