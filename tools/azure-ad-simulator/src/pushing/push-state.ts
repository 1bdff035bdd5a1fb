import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ScimAttributes } from './scim-attributes';

/** What was pushed of a person, and the id that was given for him. */
export interface Pushed {
  readonly objectId: string;
  readonly id: string;
  readonly attributes: ScimAttributes;
  readonly active: boolean;
  /** SCIM id of the manager that was pushed. */
  readonly manager: string | null;
  readonly deleted: boolean;
}

export type Operation = 'create' | 'update' | 'disable' | 'enable' | 'delete' | 'manager';

/** A write that was answered with a 2xx; checks count these. */
export interface LedgerLine {
  readonly sequence: number;
  readonly time: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly objectId: string;
  readonly id: string;
  readonly userName: string;
  readonly operation: Operation;
  /** The person as he should end at the target, after this write. */
  readonly expected: Omit<Pushed, 'objectId' | 'id'>;
}

/**
 * What the client remembers over its own end: a ledger with one line a 2xx, synced before it counts. The ids and the
 * values last pushed are read from it, so there is one truth.
 */
export class PushState {
  readonly people = new Map<string, Pushed>();
  private sequence = 0;

  private constructor(private readonly ledger: number | undefined) {}

  /** @param folder where the ledger is kept; without one it is forgotten at the end */
  static open(folder: string | undefined): PushState {
    if (folder === undefined) return new PushState(undefined);
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'ledger.jsonl');
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
    const state = new PushState(openSync(file, 'a', 0o600));
    for (const line of whole.split('\n')) if (line) state.remember(JSON.parse(line) as LedgerLine);
    return state;
  }

  note(write: Omit<LedgerLine, 'sequence' | 'time' | 'userName'>): void {
    const { userName = '' } = write.expected.attributes;
    const line = { sequence: this.sequence + 1, time: new Date().toISOString(), userName, ...write };
    if (this.ledger !== undefined) {
      writeSync(this.ledger, `${JSON.stringify(line)}\n`);
      fsyncSync(this.ledger);
    }
    this.remember(line);
  }

  close(): void {
    if (this.ledger !== undefined) closeSync(this.ledger);
  }

  private remember({ sequence, objectId, id, expected }: LedgerLine): void {
    this.sequence = sequence;
    this.people.set(objectId, { objectId, id, ...expected });
  }
}
