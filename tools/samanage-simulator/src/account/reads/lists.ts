import type { NameOrder } from '../name-order';
import type { Named, User } from '../records';
import { groupView } from '../views/group-view';
import { departmentView, roleView, siteView } from '../views/lookup-views';
import type { Shown } from '../views/shown';
import { userView } from '../views/user-view';
import { nameFilter } from './name-filter';
import { type Question, usersByEmail, userTests } from './user-filters';

/** A list in the order of names, letter case aside (samanage-api.md §2.6), to be cut into pages. */
export interface List {
  /** What a single row is called. */
  readonly name: string;
  readonly total: number;
  /** Records from one place to before another, as they are answered. */
  readonly rows: (from: number, to: number) => readonly object[];
}

/** A list with the filters of its query; undefined where there is no such list. */
export function listIn(resource: string, question: Question): List | undefined {
  return lists.get(resource)?.(question);
}

const lists = new Map<string, (question: Question) => List>([
  ['users', usersIn],
  ['groups', groupsIn],
  ['roles', (question) => lookupsIn('role', question.shown.account.roles, roleView, question)],
  ['departments', (question) => lookupsIn('department', question.shown.account.departments, departmentView, question)],
  ['sites', (question) => lookupsIn('site', question.shown.account.sites, siteView, question)],
]);

function usersIn(question: Question): List {
  const { usersInOrder } = question.shown.account;
  const byEmail = usersByEmail(question);
  const tests = userTests(question);
  if (!byEmail && tests.length === 0) return listOf('user', usersInOrder, userView, question);
  const isFound = isFindable(question);
  const fits = (user: User) => tests.every((test) => test(user)) && isFound(user);
  const found = byEmail ? usersInOrder.sorted(byEmail.filter(fits)) : usersInOrder.filter(fits);
  return listOf('user', found, userView, question);
}

function groupsIn(question: Question): List {
  const { account, switches } = question.shown;
  const fits = nameTest(question, switches.groupNameCase);
  if (!fits) return listOf('group', account.groupsInOrder, groupView, question);
  const isFound = isFindable(question);
  const found = account.groupsInOrder.filter((group) => fits(group.name) && isFound(group));
  return listOf('group', found, groupView, question);
}

function lookupsIn(
  name: string,
  all: readonly Named[],
  view: (named: Named, shown: Shown) => object,
  question: Question,
): List {
  const fits = nameTest(question, 'any') ?? (() => true);
  return listOf(name, all.filter((each) => fits(each.name)).sort(byName), view, question);
}

function nameTest({ query, shown }: Question, letterCase: 'any' | 'exact'): ((name: string) => boolean) | undefined {
  const asked = query.get('name');
  return asked ? nameFilter(asked, { how: shown.switches.nameFilter, letterCase }) : undefined;
}

/** What is new is not found by filters for a while, where the search lags (samanage-api.md §2.6). */
function isFindable({ shown, now }: Question): (row: { readonly createdAt: string }) => boolean {
  const { searchLagMs } = shown.switches;
  return ({ createdAt }) => searchLagMs === 0 || now - Date.parse(createdAt) >= searchLagMs;
}

const byName = (one: Named, other: Named): number => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1);

function listOf<Row extends { readonly id: number; readonly name: string }>(
  name: string,
  found: readonly Row[] | NameOrder<Row>,
  view: (row: Row, shown: Shown) => object,
  { shown }: Question,
): List {
  const total = 'length' in found ? found.length : found.size;
  return { name, total, rows: (from, to) => found.slice(from, to).map((row) => view(row, shown)) };
}
