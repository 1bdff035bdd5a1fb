import type { Filter } from '../filter/filter';
import { elementTest } from '../filter/match-filter';
import { foldCase } from '../fold-case';
import type { Attribute } from '../schema/attribute';
import type { Member } from './members';

/** What a request does to values that are kept apart; steps are taken in their order. */
export type MemberStep =
  | { readonly kind: 'add'; readonly members: readonly Member[] }
  | { readonly kind: 'remove'; readonly ids: readonly string[] }
  | { readonly kind: 'remove-matching'; readonly filter: Filter }
  | { readonly kind: 'clear' };

/** The values that are there: those that the steps name, or all where `namedMembers` says so. */
export interface MembersBefore {
  has(id: string): boolean;
  all(): Iterable<Member>;
}

export interface MemberChange {
  readonly added: readonly Member[];
  readonly removed: readonly string[];
  /** The request took all of them away at once, and none came in their place. */
  readonly emptied: boolean;
}

/** The ids that steps must know of, or `all` where they concern whoever is there. */
export function namedMembers(steps: readonly MemberStep[]): readonly string[] | 'all' {
  const ids = new Set<string>();
  for (const step of steps) {
    if (step.kind === 'clear' || step.kind === 'remove-matching') return 'all';
    for (const id of step.kind === 'add' ? step.members.map((member) => member.id) : step.ids) ids.add(id);
  }
  return [...ids];
}

/** The ids that a filter in brackets names, if it does nothing but that: `value eq "a" or value eq "b"`. */
export function idsSelected(filter: Filter): readonly string[] | undefined {
  if (filter.kind === 'or') {
    const parts = filter.terms.map(idsSelected);
    return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
  }
  const isId = filter.kind === 'compare' && filter.operator === 'eq' && foldCase(filter.path) === 'value';
  return isId && typeof filter.value === 'string' ? [filter.value] : undefined;
}

/** What is left to do when steps have been taken in their order: who is there already is not added again. */
export function changeMembers(attribute: Attribute, steps: readonly MemberStep[], before: MembersBefore): MemberChange {
  const changes = new MembersAfter(attribute, before);
  for (const step of steps) changes.take(step);
  return changes.result();
}

class MembersAfter {
  /** Who was added or removed since the last clearing; null is gone. */
  private readonly touched = new Map<string, Member | null>();
  private cleared = false;

  constructor(
    private readonly attribute: Attribute,
    private readonly before: MembersBefore,
  ) {}

  take(step: MemberStep): void {
    switch (step.kind) {
      case 'add':
        return step.members.forEach((member) => this.add(member));
      case 'remove':
        return step.ids.forEach((id) => this.remove(id));
      case 'remove-matching':
        return this.matching(step.filter).forEach(({ id }) => this.remove(id));
      case 'clear':
        this.cleared = true;
        this.touched.clear();
    }
  }

  result(): MemberChange {
    const added = [...this.touched.values()].flatMap((member) => member ?? []);
    const joined = added.filter(({ id }) => !this.before.has(id));
    const removed = this.cleared
      ? [...this.before.all()].flatMap(({ id }) => (this.touched.get(id) ? [] : [id]))
      : [...this.touched].flatMap(([id, member]) => (member === null && this.before.has(id) ? [id] : []));
    return { added: joined, removed, emptied: this.cleared && added.length === 0 && removed.length > 0 };
  }

  private has(id: string): boolean {
    const touched = this.touched.get(id);
    return touched === undefined ? !this.cleared && this.before.has(id) : touched !== null;
  }

  private add(member: Member): void {
    if (!this.has(member.id)) this.touched.set(member.id, member);
  }

  private remove(id: string): void {
    if (this.has(id)) this.touched.set(id, null);
  }

  private present(): Member[] {
    const kept = this.cleared ? [] : [...this.before.all()].filter(({ id }) => !this.touched.has(id));
    return [...kept, ...[...this.touched.values()].flatMap((member) => member ?? [])];
  }

  private matching(filter: Filter): Member[] {
    const isSelected = elementTest(this.attribute, filter);
    return this.present().filter(({ id: value, display }) => isSelected({ value, ...(display ? { display } : {}) }));
  }
}
