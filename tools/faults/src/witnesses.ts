import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { System } from './system';

interface LedgerLine {
  readonly objectId: string;
  readonly userName: string;
  readonly operation: string;
  readonly expected: {
    readonly attributes: Readonly<Record<string, string>>;
    readonly active: boolean;
    readonly deleted: boolean;
    readonly manager: string | null;
  };
}

interface SamanageUser {
  readonly email: string;
  readonly title: string;
  readonly disabled: boolean;
  readonly department: { readonly name: string } | null;
  readonly role: { readonly name: string };
  readonly reports_to: { readonly email: string } | null;
}

interface ReceivedWrite {
  readonly method: string;
  readonly path: string;
  readonly applied: boolean;
  readonly body: { readonly user?: { readonly email?: string } } | null;
}

/** What the two simulators, which know nothing of each other, say about a run. */
export interface Testimony {
  /** Writes that Azure AD got a 2xx for. */
  readonly acknowledged: number;
  readonly people: number;
  readonly accounts: number;
  /** People whose account is not there, or not as they were last pushed. */
  readonly lost: readonly string[];
  /** Addresses that were created more than once. */
  readonly duplicates: readonly string[];
}

const department = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department';

/** Compares Azure AD's ledger with the accounts and the record of Samanage. */
export async function hearWitnesses(system: System): Promise<Testimony> {
  const ledger = readFileSync(join(system.folder, 'azure-ad/ledger.jsonl'), 'utf8')
    .split('\n')
    .flatMap((line) => (line ? (JSON.parse(line) as LedgerLine) : []));
  const newest = new Map(ledger.map((line) => [line.objectId, line]));
  const users = await allUsers(system);
  const byEmail = new Map(users.map((user) => [user.email.toLowerCase(), user]));
  const record = await system.samanage<ReceivedWrite[]>('/__record');
  const created = record
    .filter(({ method, path, applied }) => method === 'POST' && path === '/users.json' && applied)
    .map(({ body }) => body?.user?.email?.toLowerCase() ?? '');
  const lost = [...newest.values()].filter((line) => !isAsExpected(byEmail.get(line.userName.toLowerCase()), line));
  return {
    acknowledged: ledger.length,
    people: newest.size,
    accounts: users.length - 1,
    lost: lost.map(({ userName }) => userName),
    duplicates: [...new Set(created.filter((email, index) => created.indexOf(email) !== index))],
  };
}

function isAsExpected(user: SamanageUser | undefined, { expected }: LedgerLine): boolean {
  const { attributes, active, deleted, manager } = expected;
  if (deleted) return user === undefined;
  if (!user) return false;
  const wanted = [attributes.title ?? '', attributes[department], attributes.roles, !active, manager !== null];
  const found = [user.title, user.department?.name, user.role.name, user.disabled, user.reports_to !== null];
  return JSON.stringify(wanted) === JSON.stringify(found);
}

async function allUsers(system: System): Promise<SamanageUser[]> {
  const users: SamanageUser[] = [];
  for (let page = 1; ; page += 1) {
    const rows = await system.samanage<SamanageUser[]>(`/users.json?per_page=100&page=${page}`);
    users.push(...rows);
    if (rows.length < 100) return users;
  }
}
