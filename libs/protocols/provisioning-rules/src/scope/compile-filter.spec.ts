import { compileFilter } from './compile-filter';
import type { ScopingFilter } from './scope';
import { clause, filterOf, group, groupOf, now, options, somebody } from './testing/filters';

const sales = groupOf(clause('text', 'EQUALS', 'Sales'));
const managers = groupOf(clause('count', 'Greater_Than', '5'), clause('flag', 'IS TRUE'));

const filter = (sets: Partial<ScopingFilter>): ScopingFilter => ({
  groups: [],
  inputFilterGroups: [],
  categoryFilterGroups: [],
  ...sets,
});

const inside = { inScope: true, heldBack: false };
const outside = { inScope: false, heldBack: false };
const heldBack = { inScope: false, heldBack: true };

const cases: readonly [what: string, filter: ScopingFilter | null, values: object, verdict: object][] = [
  ['no filter', null, {}, inside],
  ['no groups', filter({}), {}, inside],
  ['any group', filter({ groups: [sales, managers] }), { text: 'Sales' }, inside],
  ['all clauses', filter({ groups: [sales, managers] }), { count: 6, flag: true }, inside],
  ['not all clauses', filter({ groups: [sales, managers] }), { count: 6, flag: false }, outside],
  ['an input group alone', filter({ inputFilterGroups: [sales] }), { text: 'x' }, heldBack],
  ['a category group alone', filter({ categoryFilterGroups: [sales] }), { text: 'x' }, heldBack],
  ['all sets', filter({ groups: [sales], inputFilterGroups: [managers, sales] }), { text: 'Sales' }, inside],
  ['the groups and more', filter({ groups: [sales], inputFilterGroups: [sales] }), { text: 'x' }, outside],
];

const reasons: readonly [clause: Parameters<typeof clause>, values: object, verdict: string, reason: string][] = [
  [['text', 'EQUALS', 'Sales'], { text: 'Sales' }, 'true', 'text is "Sales", which equals "Sales"'],
  [['text', 'EQUALS', 'Sales'], { text: 'HR' }, 'false', 'text is "HR", which does not equal "Sales"'],
  [['text', 'NOT EQUALS', 'HR'], { text: 'HR' }, 'false', 'text is "HR", which equals "HR"'],
  [['text', 'NOT EQUALS', 'HR'], { text: 'IT' }, 'true', 'text is "IT", which does not equal "HR"'],
  [['text', 'NOT EQUALS', 'HR'], {}, 'false', 'text has no value, and then only IS NULL holds'],
  [['text', 'IS NOT NULL'], {}, 'false', 'text has no value'],
  [['text', 'IS NULL'], {}, 'true', 'text has no value'],
  [['text', 'IS NULL'], { text: 'x' }, 'false', 'text is "x"'],
  [['flag', 'IS TRUE'], { flag: false }, 'false', 'flag is "False", which is not true'],
  [['texts', 'EQUALS', 'a'], { texts: ['a', 'b'] }, 'true', 'texts has "a", "b", one of which equals "a"'],
  [['texts', 'EQUALS', 'c'], { texts: ['a', 'b'] }, 'false', 'texts has "a", "b", none of which equals "c"'],
  [['texts', 'NOT EQUALS', 'a'], { texts: ['a', 'b'] }, 'false', 'texts has "a", "b", one of which equals "a"'],
  [
    ['texts', '!&', 'x'],
    { texts: ['a', 'b', 'c', 'd', 'e'] },
    'true',
    'texts has "a", "b", "c" and 2 more, none of which is contained in "x"',
  ],
  [['count', 'Greater_Than', '5'], { count: 'six' }, 'false', 'count is "six", which is not a whole number'],
  [['count', 'Greater_Than', '5'], { count: 5 }, 'false', 'count is "5", which is not greater than "5"'],
  [['day', 'DATE AFTER', 'now'], { day: 'soon' }, 'false', 'day is "soon", which is not a date'],
  [['day', 'DATE AFTER', 'now'], { day: '2026-03-01' }, 'false', 'day is "2026-03-01", which is not after "now"'],
  [['objectId', 'IsMemberOf', group], {}, 'false', `Not a direct member of the group ${group}`],
  [['text', 'EQUAL', 'a'], { text: 'a' }, 'false', 'There is no operator "EQUAL"; did you mean EQUALS?'],
];

describe('a filter', () => {
  it.each(cases)('with %s', (_, given, values, verdict) => {
    expect(compileFilter(given, options).evaluate(somebody(values), now)).toEqual(verdict);
  });

  it.each(reasons)('says of %j and %j: %s, %s', (asked, values, verdict, reason) => {
    const [attribute, operator, ...operands] = asked;
    expect(compileFilter(filterOf(clause(...asked)), options).explain(somebody(values), now)).toEqual([
      { group: 'title', attribute, operator, values: operands, actual: expect.any(Array), verdict, reason },
    ]);
  });

  it('says what the attributes were, of every clause of every group', () => {
    const all = filter({ groups: [sales, managers], inputFilterGroups: [groupOf(clause('texts', 'IS NULL'))] });
    const verdicts = compileFilter(all, options).explain(somebody({ text: 'Sales', count: 3, texts: ['a', 'b'] }), now);
    expect(verdicts.map(({ attribute, actual, verdict }) => [attribute, actual, verdict])).toEqual([
      ['text', ['Sales'], 'true'],
      ['count', ['3'], 'false'],
      ['flag', [], 'false'],
      ['texts', ['a', 'b'], 'false'],
    ]);
  });

  it('tells a role by its value, or else by its name', () => {
    const roles = [{ value: 'Admin' }, { displayName: 'Requester' }, { primary: true }];
    const [verdict] = compileFilter(filterOf(clause('appRoleAssignments', 'IS NOT NULL')), options).explain(
      somebody({}, { resource: { roles } }),
      now,
    );
    expect(verdict).toMatchObject({ verdict: 'true', actual: ['Admin', 'Requester', '{"primary":true}'] });
  });

  it.each(['IS TRUE', 'IS FALSE', 'IS NULL', 'IS NOT NULL'])('cannot tell %s of who is inactive', (operator) => {
    const compiled = compileFilter(filterOf(clause('accountEnabled', operator)), options);
    const inactive = somebody({}, { resource: { active: false } });
    expect(compiled.evaluate(inactive, now).inScope).toBe(false);
    expect(compiled.explain(inactive, now)).toMatchObject([
      { actual: [], verdict: 'unknown', reason: expect.stringContaining('all arrive with `active` false') },
    ]);
  });

  it('lets an active user be enabled', () => {
    const compiled = compileFilter(filterOf(clause('accountEnabled', 'IS TRUE')), options);
    expect(compiled.evaluate(somebody({}), now).inScope).toBe(true);
  });

  it('looks for a hostile regular expression in linear time', () => {
    const compiled = compileFilter(filterOf(clause('text', 'REGEX MATCH', '^(a+)+$')), options);
    const hostile = somebody({ text: `${'a'.repeat(100_000)}!` });
    const start = performance.now();
    expect(compiled.evaluate(hostile, now).inScope).toBe(false);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
