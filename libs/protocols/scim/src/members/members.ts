import { badRequest, ScimError } from '../scim-error';
import { isUnassigned } from '../resource/assigned-values';
import { isObject } from '../resource/resource';
import { isStorable } from '../resource/simple-values';

/** A value of an attribute that is kept apart, such as a member of a group, as the client named it. */
export interface Member {
  readonly id: string;
  readonly display: string | null;
}

/** Member values that one request may name; the text of a 413 states it. */
export const mostMembers = 50_000;
/** Bytes; an id of ours has 36. */
const longestId = 500;

/**
 * Reads member values: objects, bare texts, one or a list; `$ref` and `type` are the server's to know, and each id
 * counts once (scim.md §1.4 rules 6 and 7).
 *
 * @throws ScimError `invalidValue` for what names no member, 413 for more than 50,000
 */
export function readMembers(given: unknown, path: string): Member[] {
  if (isUnassigned(given)) return [];
  const list = Array.isArray(given) ? given : [given];
  if (list.length > mostMembers) {
    throw new ScimError(413, undefined, `A request may name ${mostMembers} values of "${path}".`);
  }
  const members = new Map<string, Member>();
  for (const each of list) {
    const member = readMember(each, path);
    if (member && !members.has(member.id)) members.set(member.id, member);
  }
  return [...members.values()];
}

function readMember(given: unknown, path: string): Member | undefined {
  if (isUnassigned(given)) return undefined;
  const { value, display, displayName }: Record<string, unknown> = isObject(given) ? given : { value: given };
  if (!isId(value)) throw badRequest('invalidValue', `"${path}.value" takes the id of a resource.`);
  const called = [display, displayName].find((name) => typeof name === 'string' && isStorable(name));
  return { id: value, display: (called as string | undefined) ?? null };
}

const isId = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= longestId && isStorable(value);
