import fc from 'fast-check';
import { compileFilter } from './compile-filter';
import { filterOperators } from './filter-operators';
import type { ClauseVerdict, FilterGroup, ScopingFilter } from './scope';
import { group, now, options, otherGroup, somebody } from './testing/filters';

const operand = fc.constantFrom('a', 'ab', 'True', '7', '10', '(', '^a', '2026-01-01', 'now', group);
const text = fc.constantFrom('', 'a', 'ab', 'b', '7', '11', 'true', '2025-01-01', '2027-01-01');
const anything = fc.oneof(text, fc.boolean(), fc.nat(20), fc.constant(null), fc.array(text, { maxLength: 3 }));

const clause = fc.record({
  sourceOperandName: fc.constantFrom('text', 'texts', 'count', 'flag', 'day', 'accountEnabled', 'manager', 'nobody'),
  operatorName: fc.constantFrom('nonsense', ...filterOperators.map(({ name }) => name)),
  targetOperand: fc.record({ values: fc.array(operand, { maxLength: 1 }) }),
});
const filterGroups = fc.array(
  fc.record({ name: fc.constantFrom('one', 'two'), clauses: fc.array(clause, { maxLength: 3 }) }),
  { maxLength: 3 },
);
const filters = fc.record({
  groups: filterGroups,
  inputFilterGroups: filterGroups,
  categoryFilterGroups: filterGroups,
});

const subjects = fc
  .record({
    active: fc.boolean(),
    memberOf: fc.subarray([group, otherGroup]),
    values: fc.record({ text: anything, texts: anything, count: anything, flag: anything, day: anything }),
  })
  .map(({ active, memberOf, values }) => {
    const subject = somebody(values, { memberOf });
    return { ...subject, resource: { ...subject.resource, active } };
  });

/** By the book: any group all of whose clauses are true; `verdicts` come in the order of the clauses. */
function decide(filter: ScopingFilter, verdicts: readonly ClauseVerdict[]) {
  const rest = [...verdicts];
  const passes = (groups: readonly FilterGroup[]): boolean => {
    const each = groups.map(({ clauses }) => rest.splice(0, clauses.length).every(({ verdict }) => verdict === 'true'));
    return groups.length === 0 || each.includes(true);
  };
  const [main, input, category] = [filter.groups, filter.inputFilterGroups, filter.categoryFilterGroups].map(passes);
  expect(rest).toEqual([]);
  return { inScope: Boolean(main && input && category), heldBack: Boolean(main && !(input && category)) };
}

describe('evaluating a filter', () => {
  it('agrees with what it says of each clause', () => {
    fc.assert(
      fc.property(filters, subjects, (filter, subject) => {
        const compiled = compileFilter(filter, options);
        expect(compiled.evaluate(subject, now)).toEqual(decide(filter, compiled.explain(subject, now)));
      }),
    );
  });

  it('of no value is false for every operator but one, however it is negated', () => {
    const asked = fc.constantFrom(...filterOperators.filter(({ kind }) => kind !== 'membership'));
    fc.assert(
      fc.property(asked, operand, fc.constantFrom(null, '', [], ['']), ({ name, arity }, value, empty) => {
        const values = arity === 'Unary' ? [] : [value];
        const clauses = ['text', 'texts', 'count', 'flag', 'day'].map((sourceOperandName) => ({
          sourceOperandName,
          operatorName: name,
          targetOperand: { values },
        }));
        const filter = { groups: [{ name: '', clauses }], inputFilterGroups: [], categoryFilterGroups: [] };
        const subject = somebody({ text: empty, texts: empty, count: empty, flag: empty, day: empty });
        const verdicts = compileFilter(filter, options).explain(subject, now);
        expect(new Set(verdicts.map(({ verdict }) => verdict))).toEqual(new Set([String(name === 'IS NULL')]));
      }),
    );
  });
});
