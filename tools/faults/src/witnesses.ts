import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { System } from './machine/system';

/** A line of Azure AD's ledger: a write that got a 2xx, and what the account should be after it. */
export interface LedgerLine {
  readonly objectId: string;
  /** The id that our endpoint gave the person; managers are named by it. */
  readonly id: string;
  readonly userName: string;
  readonly operation: string;
  readonly expected: {
    readonly attributes: Readonly<Record<string, string>>;
    readonly active: boolean;
    readonly deleted: boolean;
    readonly manager: string | null;
  };
}

export interface SamanageUser {
  readonly id: number;
  readonly email: string;
  readonly title: string;
  readonly disabled: boolean;
  readonly department: { readonly name: string } | null;
  readonly role: { readonly name: string };
  readonly reports_to: { readonly email: string } | null;
}

/** A line of Samanage's record: a write it received, oldest first. */
export interface ReceivedWrite {
  readonly method: string;
  readonly path: string;
  readonly applied: boolean;
  readonly body: { readonly user?: { readonly email?: string; readonly title?: string } } | null;
}

/** What the two simulators, which know nothing of each other, say about a run. */
export interface Testimony {
  /** Writes that Azure AD got a 2xx for. */
  readonly acknowledged: number;
  readonly people: number;
  readonly accounts: number;
  /** People whose account is not there, or not as they were last pushed. */
  readonly lost: readonly string[];
  /** People whose title went back to one that a newer push had replaced. */
  readonly stale: readonly string[];
  /** Addresses that were created more than once. */
  readonly duplicates: readonly string[];
}

const department = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department';

/** Compares Azure AD's ledger with the accounts and the record of Samanage. */
export async function hearWitnesses(system: System): Promise<Testimony> {
  const ledger = readFileSync(join(system.folder, 'azure-ad/ledger.jsonl'), 'utf8')
    .split('\n')
    .flatMap((line) => (line ? (JSON.parse(line) as LedgerLine) : []));
  return testimonyOf(ledger, await allUsers(system), await system.samanage<ReceivedWrite[]>('/__record'));
}

export function testimonyOf(
  ledger: readonly LedgerLine[],
  users: readonly SamanageUser[],
  record: readonly ReceivedWrite[],
): Testimony {
  const newest = new Map(ledger.map((line) => [line.objectId, line]));
  const byEmail = new Map(users.map((user) => [user.email.toLowerCase(), user]));
  const applied = record.filter((write) => write.applied);
  const created = applied
    .filter(({ method, path }) => method === 'POST' && path === '/users.json')
    .map(({ body }) => body?.user?.email?.toLowerCase() ?? '');
  const accountOf = (line: LedgerLine | undefined) => byEmail.get(line?.userName.toLowerCase() ?? '');
  const byId = new Map(ledger.map((line) => [line.id, line]));
  const lost = [...newest.values()].filter(
    (line) => !isAsExpected(line, accountOf(line), accountOf(byId.get(line.expected.manager ?? ''))),
  );
  return {
    acknowledged: ledger.length,
    people: newest.size,
    // Without the account's owner.
    accounts: users.length - 1,
    lost: lost.map(({ userName }) => userName),
    stale: staleIn(ledger, users, applied),
    duplicates: [...new Set(created.filter((email, index) => created.indexOf(email) !== index))],
  };
}

/** Whose titles, as they were written, are not in the order in which they were pushed. */
function staleIn(
  ledger: readonly LedgerLine[],
  users: readonly SamanageUser[],
  applied: readonly ReceivedWrite[],
): string[] {
  const emails = new Map(users.map(({ id, email }) => [`/users/${id}.json`, email.toLowerCase()]));
  const pushed = Map.groupBy(ledger, ({ userName }) => userName.toLowerCase());
  const written = Map.groupBy(applied, ({ path, body }) => emails.get(path) ?? body?.user?.email?.toLowerCase() ?? '');
  return [...pushed].flatMap(([email, lines]) => {
    const titles = lines.map(({ expected }) => expected.attributes.title ?? '');
    const wrote = (written.get(email) ?? []).flatMap(({ body }) => body?.user?.title ?? []);
    return isInOrder(wrote, titles) ? [] : [email];
  });
}

/** Whether the values that were written can be read along those that were pushed, never going back. */
function isInOrder(written: readonly string[], pushed: readonly string[]): boolean {
  let at = 0;
  return written.every((value) => {
    const next = pushed.indexOf(value, at);
    at = next;
    return next !== -1;
  });
}

/** @param manager the account of whom the person reports to; who has none can be nobody's manager there */
function isAsExpected(
  { expected }: LedgerLine,
  user: SamanageUser | undefined,
  manager: SamanageUser | undefined,
): boolean {
  // Somebody who left before he could be given an account is given none.
  if (!user) return expected.deleted || !expected.active;
  return !expected.deleted && JSON.stringify(shown(user)) === JSON.stringify(wanted(expected, manager));
}

const wanted = ({ attributes, active }: LedgerLine['expected'], manager: SamanageUser | undefined) => [
  attributes.title ?? '',
  attributes[department],
  attributes.roles,
  !active,
  manager?.email,
];

const shown = ({ title, department: of, role, disabled, reports_to }: SamanageUser) => [
  title,
  of?.name,
  role.name,
  disabled,
  reports_to?.email,
];

async function allUsers(system: System): Promise<SamanageUser[]> {
  const users: SamanageUser[] = [];
  for (let page = 1; ; page += 1) {
    const rows = await system.samanage<SamanageUser[]>(`/users.json?per_page=100&page=${page}`);
    users.push(...rows);
    if (rows.length < 100) return users;
  }
}
