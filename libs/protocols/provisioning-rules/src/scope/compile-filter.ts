import type { Subject } from '../source';
import { type CompiledClause, compileClause } from './compile-clause';
import { type FilterSet, filterSets, groupsOf, type ReadGroup } from './filter-clauses';
import type { FilterOptions } from './filter-options';
import type { ClauseVerdict, ScopingFilter } from './scope';

/** What a filter says of somebody. */
export interface FilterVerdict {
  /** Whether every set of groups lets him pass. */
  readonly inScope: boolean;
  /** He fell out of `inputFilterGroups` or `categoryFilterGroups` alone, and so is left as he is. */
  readonly heldBack: boolean;
}

/** A filter made ready to be evaluated many times; `now` is when the command was given, ISO 8601. */
export interface CompiledFilter {
  readonly evaluate: (subject: Subject, now: string) => FilterVerdict;
  /** What every clause says, set by set and group by group, whether or not it decides. */
  readonly explain: (subject: Subject, now: string) => readonly ClauseVerdict[];
}

const inside: FilterVerdict = Object.freeze({ inScope: true, heldBack: false });
const outside: FilterVerdict = Object.freeze({ inScope: false, heldBack: false });
const heldBack: FilterVerdict = Object.freeze({ inScope: false, heldBack: true });

/**
 * Compiles a scoping filter (entra-provisioning.md §5). Without groups everybody passes. A clause that something is
 * wrong with holds of nobody, `findingsOfFilter` says what; never throws.
 */
export function compileFilter(filter: ScopingFilter | null, options: FilterOptions): CompiledFilter {
  const sets = filterSets.map((set) => compileSet(filter, set, options));
  const [passesGroups, ...passesOthers] = sets.map(passerOf);
  return {
    evaluate: (subject, now) => {
      if (passesGroups && !passesGroups(subject, now)) return outside;
      return passesOthers.every((passes) => passes(subject, now)) ? inside : heldBack;
    },
    explain: (subject, now) => sets.flatMap((set) => set.flatMap((group) => explainGroup(group, subject, now))),
  };
}

type CompiledGroup = ReadGroup & { readonly compiled: readonly CompiledClause[] };

const compileSet = (filter: ScopingFilter | null, set: FilterSet, options: FilterOptions): readonly CompiledGroup[] =>
  groupsOf(filter, set).map((group) => ({
    ...group,
    compiled: group.clauses.map((clause) => compileClause(clause, options)),
  }));

type Passes = (subject: Subject, now: string) => boolean;

function passerOf(groups: readonly CompiledGroup[]): Passes {
  if (groups.length === 0) return () => true;
  const clauses = groups.map(({ compiled }) => compiled);
  return (subject, now) => clauses.some((group) => group.every(({ holds }) => holds(subject, now)));
}

const explainGroup = ({ name, clauses, compiled }: CompiledGroup, subject: Subject, now: string): ClauseVerdict[] =>
  clauses.flatMap(({ attribute, operator, values }, index) => {
    const explanation = compiled[index]?.explain(subject, now);
    return explanation ? [{ group: name, attribute, operator, values, ...explanation }] : [];
  });
