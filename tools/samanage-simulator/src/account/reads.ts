import type { Switches } from '../switches';
import type { Account, User } from './account';
import { departmentView, groupView, personalGroupView, roleView, siteView, userView } from './views';

/** A list before it is cut into pages, or one record; undefined where there is none. */
export type ReadResult =
  { readonly rows: readonly object[]; readonly view: (row: never) => unknown; readonly name: string } | object;

const byName = (one: { name: string }, other: { name: string }): number =>
  one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1;

const entryPoints = ['Users', 'Groups', 'Roles', 'Sites', 'Departments'];

/** Answers a GET; lists come sorted by name (samanage-api.md §2.6). */
export function read(
  account: Account,
  path: string,
  query: URLSearchParams,
  { switches, now }: { switches: Switches; now: number },
): ReadResult | undefined {
  const [, resource = '', id] = /^\/([\w]+)(?:\/(\d+))?\.json$/.exec(path) ?? [];
  if (id !== undefined) return readOne(account, resource, Number(id));
  const readers: Record<string, () => ReadResult> = {
    users: () => list('user', findUsers(account, query, switches, now), (user) => userView(account, user)),
    groups: () => list('group', named([...account.groups.values()], query), (group) => groupView(account, group)),
    roles: () => list('role', named(account.roles, query), roleView),
    departments: () => list('department', named(account.departments, query), departmentView),
    sites: () => list('site', named(account.sites, query), siteView),
    profile: () => userView(account, [...account.users.values()][0] as User),
    api: () => entryPoints.map((name) => ({ name: `${name} List`, href: `/${name.toLowerCase()}.json` })),
  };
  return readers[resource]?.();
}

const list = <Row extends { name: string }>(name: string, rows: Row[], view: (row: Row) => unknown): ReadResult => ({
  rows: rows.sort(byName),
  view,
  name,
});

function readOne(account: Account, resource: string, id: number): object | undefined {
  const views: Record<string, () => object | null | undefined> = {
    users: () => map(account.users.get(id), (user) => userView(account, user)),
    groups: () =>
      map(account.groups.get(id), (group) => groupView(account, group)) ??
      map(
        [...account.users.values()].find((user) => user.personalGroupId === id),
        personalGroupView,
      ),
    roles: () =>
      map(
        account.roles.find((role) => role.id === id),
        roleView,
      ),
    departments: () =>
      map(
        account.departments.find((each) => each.id === id),
        departmentView,
      ),
    sites: () =>
      map(
        account.sites.find((each) => each.id === id),
        siteView,
      ),
  };
  return views[resource]?.() ?? undefined;
}

const map = <From, To>(from: From | undefined, view: (from: From) => To): To | undefined =>
  from === undefined ? undefined : view(from);

function findUsers(account: Account, query: URLSearchParams, switches: Switches, now: number): User[] {
  const email = query.get('email') ?? query.get('email[]');
  let users = email ? byEmail(account, email.toLowerCase(), switches) : [...account.users.values()];
  users = users.filter(({ createdAt }) => now - Date.parse(createdAt) >= switches.searchLagMs);
  const enabled = query.get('enabled[]');
  if (enabled !== null) users = users.filter(({ disabled }) => disabled === (enabled === '0'));
  const role = query.get('role[]');
  if (role) users = users.filter((user) => String(user.role.id) === role || user.role.name === role);
  const department = query.get('department') ?? query.get('department[]');
  if (department) users = users.filter((user) => String(user.department?.id) === department);
  return named(users, query);
}

/** The filter matches more than what is equal: whatever contains the text (samanage-api.md §8.1). */
function byEmail(account: Account, email: string, { emailFilter }: Switches): User[] {
  const exact = account.usersByEmail.get(email);
  if (emailFilter === 'exact') return exact ? [exact] : [];
  return [...account.usersByEmail].flatMap(([address, user]) => (address.includes(email) ? [user] : []));
}

/** `name=` matches how a name begins, and takes `*` (samanage-api.md §2.6). */
function named<Row extends { name: string }>(rows: readonly Row[], query: URLSearchParams): Row[] {
  const wanted = query.get('name')?.toLowerCase();
  if (!wanted) return [...rows];
  const [first = '', ...rest] = wanted.split('*');
  return rows.filter(({ name }) => {
    const folded = name.toLowerCase();
    if (!folded.startsWith(first)) return false;
    let at = first.length;
    return rest.every((part) => {
      const found = folded.indexOf(part, at);
      at = found + part.length;
      return found >= 0;
    });
  });
}
