import { idsSelected, type MemberStep } from '../members/member-steps';
import { readMembers } from '../members/members';
import { namesNone } from '../resource/assigned-values';
import { spell } from '../schema/attribute-path';
import { badRequest } from '../scim-error';
import type { Change } from './change';

/**
 * What an operation does to values that are kept apart (scim.md §1.4 rules 4 to 7). A member is added or removed, never
 * edited.
 *
 * @throws ScimError `mutability` for what would edit a member, `invalidValue` for what names none
 */
export function memberStepsOf(change: Change): MemberStep[] {
  const { op, at, filter } = change;
  if (at.subAttribute || (filter && op === 'replace')) {
    throw badRequest('mutability', `A value of "${spell(at)}" is added or removed; it cannot be changed.`);
  }
  return filter ? selected(change, filter) : all(change);
}

function selected({ op, at }: Change, filter: NonNullable<Change['filter']>): MemberStep[] {
  const ids = idsSelected(filter);
  if (op === 'remove') return [ids ? { kind: 'remove', ids } : { kind: 'remove-matching', filter }];
  if (!ids) throw badRequest('noTarget', `The filter on "${at.attribute.name}" names no member to add.`);
  return [{ kind: 'add', members: ids.map((id) => ({ id, display: null })) }];
}

function all({ op, at, value, hasValue }: Change): MemberStep[] {
  const members = readMembers(value, at.attribute.name);
  if (op === 'add') return [{ kind: 'add', members }];
  if (op === 'replace') return [{ kind: 'clear' }, { kind: 'add', members }];
  // The old dialect removes the members it lists, and never more (rule 4).
  if (!hasValue || namesNone(value)) return [{ kind: 'clear' }];
  return [{ kind: 'remove', ids: members.map(({ id }) => id) }];
}
