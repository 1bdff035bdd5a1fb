import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { PushedResource, Write } from './resource-writer';
import type { ScimAttributes } from './scim-attributes';

/** What was pushed of a person, and the id that was given for him. */
export interface Pushed extends PushedResource {
  readonly attributes: ScimAttributes;
  readonly active: boolean;
  /** SCIM id of the manager that was pushed. */
  readonly manager: string | null;
  readonly deleted: boolean;
}

/** What was pushed of a group, and the id that was given for it. */
export interface PushedGroup extends PushedResource {
  readonly displayName: string;
  readonly externalId: string;
  /** SCIM ids of the members that were pushed, sorted. */
  readonly members: readonly string[];
  readonly deleted: boolean;
}

export type Operation = 'create' | 'update' | 'disable' | 'enable' | 'delete' | 'manager';
export type GroupOperation = 'group-create' | 'group-update' | 'group-delete' | 'members-add' | 'members-remove';

interface Numbered {
  readonly sequence: number;
  readonly time: string;
}

/** A write that was answered with a 2xx; checks count these. */
export interface LedgerLine extends Numbered, Write<Operation> {
  readonly userName: string;
  /** The person as he should end at the target, after this write. */
  readonly expected: Omit<Pushed, 'objectId' | 'id'>;
}

/** The same of a group; these lines alone have a kind. */
export interface GroupLedgerLine extends Numbered, Write<GroupOperation> {
  readonly kind: 'group';
  /**
   * The group after this write. A member who is deleted later leaves it without a line of the group, because the
   * client sends no removal for him.
   */
  readonly expected: Omit<PushedGroup, 'objectId' | 'id'>;
}

/**
 * What the client remembers over its own end: a ledger with one line a 2xx, synced before it counts. The ids and the
 * values last pushed are read from it, so there is one truth.
 */
export class PushState {
  readonly people = new Map<string, Pushed>();
  readonly groups = new Map<string, PushedGroup>();
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
    for (const line of whole.split('\n')) if (line) state.remember(JSON.parse(line) as LedgerLine | GroupLedgerLine);
    return state;
  }

  /** What was pushed of a person who has not been deleted since. */
  person(objectId: string): Pushed | undefined {
    return there(this.people.get(objectId));
  }

  /** What was pushed of a group that has not been deleted since. */
  group(objectId: string): PushedGroup | undefined {
    return there(this.groups.get(objectId));
  }

  /** The id by which a person or a group can be a member; who was never provisioned has none. */
  idOf(objectId: string): string | undefined {
    return (this.person(objectId) ?? this.group(objectId))?.id;
  }

  note(write: Omit<LedgerLine, keyof Numbered | 'userName'>): void {
    const { userName = '' } = write.expected.attributes;
    this.enter({ ...this.numbered(), userName, ...write });
  }

  noteGroup(write: Omit<GroupLedgerLine, keyof Numbered | 'kind'>): void {
    this.enter({ ...this.numbered(), kind: 'group', ...write });
  }

  close(): void {
    if (this.ledger !== undefined) closeSync(this.ledger);
  }

  private numbered(): Numbered {
    return { sequence: this.sequence + 1, time: new Date().toISOString() };
  }

  private enter(line: LedgerLine | GroupLedgerLine): void {
    if (this.ledger !== undefined) {
      writeSync(this.ledger, `${JSON.stringify(line)}\n`);
      fsyncSync(this.ledger);
    }
    this.remember(line);
  }

  private remember(line: LedgerLine | GroupLedgerLine): void {
    const { sequence, objectId, id } = line;
    this.sequence = sequence;
    if ('kind' in line) this.groups.set(objectId, { objectId, id, ...line.expected });
    else this.people.set(objectId, { objectId, id, ...line.expected });
    if (line.expected.deleted) this.leaveGroups(id);
  }

  /** The endpoint takes who is deleted out of every group (scim.md §2.3). */
  private leaveGroups(deleted: string): void {
    for (const [objectId, group] of this.groups) {
      if (!group.members.includes(deleted)) continue;
      this.groups.set(objectId, { ...group, members: group.members.filter((id) => id !== deleted) });
    }
  }
}

const there = <T extends { readonly deleted: boolean }>(known: T | undefined) => (known?.deleted ? undefined : known);
