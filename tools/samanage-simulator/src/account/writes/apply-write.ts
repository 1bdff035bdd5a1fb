import type { Switches } from '../../switches';
import type { Account } from '../account';
import { Malformed, Unprocessable } from '../records';
import { writeGroup } from './group-writes';
import { writeDepartment, writeRole, writeSite } from './lookup-writes';
import { writeMembership } from './membership-writes';
import { writeUser } from './user-writes';
import { notFound, refused, type Write, type WriteAnswer, type Writing } from './write';

const writers = new Map<string, (writing: Writing) => WriteAnswer>([
  ['users', writeUser],
  ['groups', writeGroup],
  ['memberships', writeMembership],
  ['roles', writeRole],
  ['departments', writeDepartment],
  ['sites', writeSite],
]);

/** Does a write, or says why not. The same writes in the same order lead to the same account. */
export function applyWrite(account: Account, write: Write, switches: Switches): WriteAnswer {
  const [, resource = '', digits] = /^\/(\w+)(?:\/(\d+))?\.json$/.exec(write.path) ?? [];
  const writer = writers.get(resource);
  const id = digits === undefined ? undefined : Number(digits);
  if (!writer || !isRoute(write.method, id)) return notFound;
  const shown = { account, switches, origin: write.origin ?? 'https://api.samanage.com' };
  try {
    return writer({ account, write, id, switches, shown });
  } catch (error) {
    return refusalOf(error, switches);
  }
}

/** A list is only posted to, a record changed or deleted. */
const isRoute = (method: string, id: number | undefined): boolean =>
  id === undefined ? method === 'POST' : method === 'PUT' || method === 'DELETE';

function refusalOf(error: unknown, switches: Switches): WriteAnswer {
  if (error instanceof Malformed) return refused(500, { error: 'Internal Server Error' });
  if (error instanceof Unprocessable) return refused(422, errorBody(error.fields, switches));
  throw error;
}

/** Two shapes are known, and messages may be plain texts (samanage-api.md §5). */
function errorBody(fields: Unprocessable['fields'], { errorShape }: Switches): object {
  if (errorShape === 'nested') return { errors: fields };
  if (errorShape === 'plain') return fields;
  return Object.fromEntries(Object.entries(fields).map(([field, messages]) => [field, messages.join(', ')]));
}
