import { leadingInteger } from '../body';
import type { User } from '../records';
import { profileView } from '../views/user-view';
import { type List, listIn } from './lists';
import { recordIn } from './read-record';
import type { Question } from './user-filters';

/** A question to the account: its path, and who asks. */
export interface Reading extends Question {
  readonly path: string;
  /** Whom the token belongs to. */
  readonly asker: User;
}

/** What a GET finds: a list, or what is answered as it is. */
export type Found = { readonly list: List } | { readonly record: object };

const entryPoints = ['Users', 'Groups', 'Roles', 'Sites', 'Departments'];

/** Answers a GET; undefined where there is nothing (samanage-api.md §1.2, §2.1, §3.1, §4). */
export function read(reading: Reading): Found | undefined {
  const { path, asker, shown } = reading;
  if (path === '/profile.json') return { record: profileView(asker, shown) };
  if (path === '/api.json') {
    return {
      record: entryPoints.map((name) => ({ name: `${name} List`, href: `${shown.origin}/${name.toLowerCase()}.json` })),
    };
  }
  const [, resource = '', id] = /^\/(\w+)(?:\/(\d+))?\.json$/.exec(path) ?? [];
  if (id === undefined) {
    const list = listIn(resource, reading);
    return list && { list };
  }
  const record = recordIn(resource, leadingInteger(id), shown);
  return record && { record };
}
