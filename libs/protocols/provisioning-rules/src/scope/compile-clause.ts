import type { Subject } from '../source';
import { reasonFor } from './clause-reason';
import type { ReadClause } from './filter-clauses';
import type { FilterOptions } from './filter-options';
import { type AttributeClause, type MembershipClause, readClause } from './read-clause';
import type { ClauseVerdict } from './scope';
import { textsOfValue } from './value-texts';

/** A clause made ready to be evaluated many times; `now` is when the command was given, ISO 8601. */
export interface CompiledClause {
  readonly holds: (subject: Subject, now: string) => boolean;
  readonly explain: (subject: Subject, now: string) => Explanation;
}

type Explanation = Pick<ClauseVerdict, 'actual' | 'verdict' | 'reason'>;

/** Compiles a clause; one that something is wrong with holds of nobody. */
export function compileClause(clause: ReadClause, options: FilterOptions): CompiledClause {
  const reading = readClause(clause, options);
  if ('problems' in reading) return failing(reading.problems.map(({ message }) => message).join('; '));
  const { sound } = reading;
  return 'group' in sound ? membershipClause(sound) : attributeClause(sound, clause);
}

const failing = (reason: string): CompiledClause => ({
  holds: () => false,
  explain: () => ({ actual: [], verdict: 'false', reason }),
});

const verdictOf = (holds: boolean): 'true' | 'false' => (holds ? 'true' : 'false');

function membershipClause({ operator: { negated }, group }: MembershipClause): CompiledClause {
  const isMember = ({ memberOf }: Subject): boolean => memberOf.includes(group);
  return {
    holds: (subject) => isMember(subject) !== negated,
    explain: (subject) => {
      const member = isMember(subject);
      const reason = `${member ? 'A' : 'Not a'} direct member of the group ${group}`;
      return { actual: member ? [group] : [], verdict: verdictOf(member !== negated), reason };
    },
  };
}

function attributeClause(sound: AttributeClause, { values: [operand = ''] }: ReadClause): CompiledClause {
  const { operator, source, holds } = sound;
  const { name: attribute, remark = '' } = source.definition;
  return {
    holds: (subject, now) => {
      const value = source.read(subject);
      return !(value === null && source.isUnknown(subject)) && holds(value, now);
    },
    explain: (subject, now) => {
      if (source.isUnknown(subject)) {
        return { actual: [], verdict: 'unknown', reason: `${attribute} is unknown. ${remark}` };
      }
      const value = source.read(subject);
      const actual = textsOfValue(value);
      const held = holds(value, now);
      return {
        actual,
        verdict: verdictOf(held),
        reason: reasonFor(operator, { attribute, actual, operand, holds: held }),
      };
    },
  };
}
