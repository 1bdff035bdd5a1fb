import { Access, type AcceptedToken, sha256Of } from './access';
import { Account } from './account/account';
import { type Act, applyAct, renamingSomebody } from './account/act';
import { assertSeed, type Seed, type Seeded, seedSchema } from './account/seed';
import { applyWrite } from './account/writes/apply-write';
import type { Write, WriteAnswer } from './account/writes/write';
import { Calls } from './calls';
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

/** An API token that is to be accepted, and the e-mail address of its owner if it is not the first administrator. */
export interface ApiToken {
  readonly token: string;
  readonly owner?: string;
}

export interface SimulatorSettings {
  /** Keeps account and record; without it they are gone at the end. */
  readonly folder?: string;
  readonly ownerEmail: string;
  readonly token: string;
  /** Of all administrators, for Basic authentication. */
  readonly password?: string;
  readonly switches: Partial<Switches>;
}

type Line =
  | { readonly kind: 'write'; readonly write: ReceivedWrite; readonly done: boolean }
  | { readonly kind: 'switches'; readonly switches: Switches }
  | { readonly kind: 'tokens'; readonly tokens: readonly AcceptedToken[] }
  | { readonly kind: 'act'; readonly act: Act };

/** An account, its switches and the record of what it received; kept in a folder if there is one. */
export class Simulator {
  readonly account: Account;
  readonly access: Access;
  readonly calls = new Calls();
  readonly record: ReceivedWrite[] = [];
  switches: Switches;
  private readonly journal: Journal<Line> | undefined;

  constructor({ folder, ownerEmail, token, password, switches }: SimulatorSettings) {
    this.switches = { ...defaultSwitches, ...switches };
    this.account = new Account(ownerEmail, '2020-01-01T00:00:00.000+00:00');
    this.access = new Access(this.account, token, password);
    this.journal = folder === undefined ? undefined : Journal.open<Line>(folder);
    for (const line of this.journal?.lines ?? []) this.replay(line);
    this.switches = { ...this.switches, ...switches };
    // What is done from here on is done under these switches, whatever the next start asks for.
    void this.journal?.append({ kind: 'switches', switches: this.switches });
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

  /**
   * Adds records without a call of the API: all of a seed, or nothing.
   *
   * @throws Error that names what cannot be seeded
   */
  async seed(given: Seed): Promise<Seeded> {
    const seed = seedSchema.parse(given);
    assertSeed(this.account, seed);
    const seeded = await this.act({ kind: 'seed', seed, at: now() });
    return seeded ?? { users: [], groups: [] };
  }

  /**
   * Says when a user logged in last; null for never.
   *
   * @throws Error when there is no such user
   */
  async logIn(email: string, at: string | null): Promise<void> {
    await this.act({ kind: 'log-in', userId: this.userOf(email).id, at });
  }

  /** Renames somebody, so that rows move between pages (samanage-api.md §8.9). `chance` decides whom. */
  async renameSomebody(chance: number): Promise<void> {
    const act = renamingSomebody(this.account, chance, now());
    if (act) await this.act(act);
  }

  /**
   * Accepts these API tokens and no other; what stands on disk of them is a hash.
   *
   * @throws Error when an owner does not exist
   */
  async acceptTokens(tokens: readonly ApiToken[]): Promise<void> {
    const accepted = tokens.map(({ token, owner }) => ({
      sha256: sha256Of(token),
      ownerId: (owner === undefined ? this.account.owner : this.userOf(owner)).id,
    }));
    this.access.replace(accepted);
    await this.journal?.append({ kind: 'tokens', tokens: accepted });
  }

  async close(): Promise<void> {
    await this.journal?.close();
  }

  private userOf(email: string) {
    const user = this.account.usersByEmail.get(email.toLowerCase());
    if (!user) throw new Error(`no user ${email}`);
    return user;
  }

  private async act(act: Act): Promise<Seeded | undefined> {
    const result = applyAct(this.account, act);
    await this.journal?.append({ kind: 'act', act });
    return result;
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
    if (line.kind === 'switches') this.switches = { ...defaultSwitches, ...line.switches };
    else if (line.kind === 'tokens') this.access.replace(line.tokens);
    else if (line.kind === 'act') applyAct(this.account, line.act);
    else this.replayWrite(line.write, line.done);
  }

  private replayWrite(received: ReceivedWrite, done: boolean): void {
    const { method, path, body, time: at } = received;
    const url = new URL(path, 'http://localhost');
    const write = { method, path: url.pathname, query: url.searchParams, body, at };
    if (done) applyWrite(this.account, write, this.switches);
    this.record.push(received);
  }
}

const now = (): string => new Date().toISOString().replace('Z', '+00:00');
