import { groupView, personalGroupView } from '../views/group-view';
import { departmentView, roleView, siteView } from '../views/lookup-views';
import type { Shown } from '../views/shown';
import { userView } from '../views/user-view';

/** One record as it is answered; undefined where there is none of this number. */
export function recordIn(resource: string, id: number, shown: Shown): object | undefined {
  return records.get(resource)?.(id, shown);
}

type Find = (id: number, shown: Shown) => object | undefined;

const seen = <Row>(row: Row | undefined, shown: Shown, view: (row: Row, shown: Shown) => object): object | undefined =>
  row && view(row, shown);

const withId =
  (id: number) =>
  (row: { readonly id: number }): boolean =>
    row.id === id;

const records = new Map<string, Find>([
  ['users', (id, shown) => seen(shown.account.users.get(id), shown, userView)],
  // A personal group is read by its number alone (samanage-api.md §3.1).
  [
    'groups',
    (id, shown) =>
      seen(shown.account.groups.get(id), shown, groupView) ??
      seen(shown.account.usersByPersonalGroup.get(id), shown, personalGroupView),
  ],
  ['roles', (id, shown) => seen(shown.account.roles.find(withId(id)), shown, roleView)],
  ['departments', (id, shown) => seen(shown.account.departments.find(withId(id)), shown, departmentView)],
  ['sites', (id, shown) => seen(shown.account.sites.find(withId(id)), shown, siteView)],
]);
