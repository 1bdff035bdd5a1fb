import type { Named, User } from '../records';
import type { Shown } from '../views/shown';
import { dateFilter } from './date-filter';
import { nameFilter } from './name-filter';

/** What a list is asked with, and how the answer is shown. */
export interface Question {
  readonly query: URLSearchParams;
  readonly now: number;
  readonly shown: Shown;
}

type Test = (user: User) => boolean;

/** Tests for all filters of a query on users but `email=`; one that users do not know is ignored (samanage-api.md §1.2, §2.6). */
export function userTests(question: Question): Test[] {
  const { query, now } = question;
  const { utcOffset } = question.shown.switches;
  const created = dateFilter('created', { query, now, utcOffset });
  const updated = dateFilter('updated', { query, now, utcOffset });
  const tests = [
    nameTest(question),
    enabledTest(query),
    namedTest(query, 'role'),
    namedTest(query, 'department'),
    namedTest(query, 'site'),
    created && ((user: User) => created(user.createdAt)),
    updated && ((user: User) => updated(user.updatedAt)),
    ...customFieldTests(question),
  ];
  return tests.filter((test) => test !== undefined);
}

/** Values of a filter that may be given once, or several times with brackets; empty ones ask for nothing. */
const valuesOf = (query: URLSearchParams, name: string): string[] =>
  [...query.getAll(name), ...query.getAll(`${name}[]`)].filter((value) => value !== '');

/**
 * Whom `email=` matches, in any order; undefined where it is not asked. It may match more than what is equal
 * (samanage-api.md §8.1).
 */
export function usersByEmail({ query, shown: { account, switches } }: Question): User[] | undefined {
  const asked = valuesOf(query, 'email').map((email) => email.toLowerCase());
  if (asked.length === 0) return undefined;
  if (switches.emailFilter === 'exact') {
    return [...new Set(asked)].flatMap((email) => account.usersByEmail.get(email) ?? []);
  }
  const found: User[] = [];
  for (const [email, user] of account.usersByEmail) {
    if (asked.some((each) => email.includes(each))) found.push(user);
  }
  return found;
}

function nameTest({ query, shown: { switches } }: Question): Test | undefined {
  const asked = query.get('name');
  if (!asked) return undefined;
  const fits = nameFilter(asked, { how: switches.nameFilter, letterCase: 'any' });
  return ({ name }) => fits(name);
}

function enabledTest(query: URLSearchParams): Test | undefined {
  const asked = query.getAll('enabled[]').filter((value) => value === '0' || value === '1');
  return asked.length === 0 ? undefined : ({ disabled }) => asked.includes(disabled ? '0' : '1');
}

/** By id; by name too for roles, and assumed so for the others. */
function namedTest(query: URLSearchParams, member: 'role' | 'department' | 'site'): Test | undefined {
  const asked = valuesOf(query, member);
  const isAsked = (named: Named | null) =>
    named !== null && (asked.includes(String(named.id)) || asked.includes(named.name));
  return asked.length === 0 ? undefined : (user) => isAsked(user[member]);
}

const customFieldTests = ({ query, shown }: Question): Test[] =>
  shown.account.customFieldNames.flatMap((name) => {
    const asked = query.get(name);
    return asked ? [({ customFields }: User) => customFields[name] === asked] : [];
  });
