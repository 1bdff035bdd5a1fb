import { quoted } from '../schema/json-value';
import { compileFilter } from './compile-filter';
import { findingsOfFilter, usesMembership } from './filter-findings';
import type { ScopingFilter } from './scope';
import { clause, filterOf, group, groupOf, now, options, somebody } from './testing/filters';

const findings: readonly [clause: Parameters<typeof clause>, ...found: string[]][] = [
  [['text', 'EQUALS', 'x']],
  [['text', 'IS NULL']],
  [['text', 'IS NULL', '']],
  [['text', 'REGEX MATCH', '\\[x-[ab]]']],
  [['count', 'Greater_Than', '10']],
  [['anything', 'IsMemberOf', group]],
  [['name.givenName', 'IS TRUE']],
  [['extension_abc_flag', 'IS TRUE']],
  [['manager', 'IS NOT NULL']],
  [['appRoleAssignments', 'IS NULL']],
  [['text', 'EQUAL', 'x'], 'operatorName: There is no operator "EQUAL"; did you mean EQUALS?'],
  [['departmnt', 'IS NULL'], 'sourceOperandName: A User has no source attribute "departmnt"; did you mean department?'],
  [['Count', 'IS NULL'], 'sourceOperandName: A User has no source attribute "Count"; did you mean count?'],
  [['zzzzzz', 'IS NULL'], 'sourceOperandName: A User has no source attribute "zzzzzz"'],
  [
    ['zzzzzz', 'EQUALS'],
    'sourceOperandName: A User has no source attribute "zzzzzz"',
    'targetOperand.values: EQUALS takes one value, but found 0',
  ],
  [['text', 'EQUALS', 'a', 'b'], 'targetOperand.values: EQUALS takes one value, but found 2'],
  [['text', 'IS NOT NULL', 'a'], 'targetOperand.values: IS NOT NULL takes no value, but found 1'],
  [['text', 'IsMemberOf'], 'targetOperand.values: IsMemberOf takes one value, but found 0'],
  [
    ['objectId', 'IsMemberOf', 'Sales'],
    'targetOperand.values[0]: IsMemberOf takes the directory id of a group; found "Sales"',
  ],
  [['count', 'Greater_Than', '-1'], 'targetOperand.values[0]: Greater_Than takes a whole number from 0; found "-1"'],
  [
    ['day', 'DATE AFTER', 'tomorrow'],
    'targetOperand.values[0]: DATE AFTER takes an ISO 8601 date, or now, now+14d or now-30d; found "tomorrow"',
  ],
  [
    ['flag', 'EQUALS', 'True'],
    'operatorName: EQUALS is for attributes of type String, Integer or Reference, but flag is of type Boolean',
  ],
  [['text', 'IS TRUE'], 'operatorName: IS TRUE is for attributes of type Boolean, but text is of type String'],
  [
    ['appRoleAssignments', 'Includes', 'x'],
    'operatorName: Includes is for attributes of type String, but appRoleAssignments is of type Complex',
  ],
];

const patterns: readonly [pattern: string, problem: string][] = [
  ['(?=x)', 'it has lookahead, which only .NET knows'],
  ['(?!x)', 'it has lookahead, which only .NET knows'],
  ['(?<=x)', 'it has lookbehind, which only .NET knows'],
  ['(?<!x)', 'it has lookbehind, which only .NET knows'],
  ['(a)\\1', 'it has a backreference, which only .NET knows'],
  ['(?<n>a)\\k<n>', 'it has a backreference, which only .NET knows'],
  ['(?>a)', 'it has an atomic group, which only .NET knows'],
  ['(?(1)a|b)', 'it has a conditional group, which only .NET knows'],
  ['a(?#b)', 'it has a comment, which only .NET knows'],
  ['(?<a-b>c)', 'it has a balancing group, which only .NET knows'],
  ["(?'n'a)", 'it has a group named in quotes; write (?<name>…), which only .NET knows'],
  ['(?ix)a', 'it has the option n or x, which only .NET knows'],
  ['a\\Z', 'it has the anchor \\G or \\Z; write \\z for the end, which only .NET knows'],
  ['\\u00e9', 'it has a character as \\u…; write \\x{…}, which only .NET knows'],
  ['\\p{IsGreek}', 'it has a named block of characters, which only .NET knows'],
  ['[a-z-[aeiou]]', 'it has a subtraction of characters, [a-[b]], which only .NET knows'],
  ['(', 'missing closing ): `(`'],
  ['*', 'missing argument to repetition operator: `*`'],
  ['[ab]*a[ab]{500}|'.repeat(30), 'it is too large: simplify its repetitions'],
  ['a'.repeat(10_001), 'it has more than 10000 characters'],
  ['((a{1,100}){1,100}){1,100}', 'invalid repeat count: `{1,100}`'],
];

const found = (filter: ScopingFilter) =>
  findingsOfFilter(filter, options).map(({ path, message }) => `${path}: ${message}`);

describe('the findings of a filter', () => {
  it.each(findings)('of %j', (asked, ...expected) => {
    const filter = filterOf(clause(...asked));
    expect(found(filter).map((each) => each.replace('groups[0].clauses[0].', ''))).toEqual(expected);
    if (expected.length === 0) return;
    // What is found never holds, negated or not.
    const everything = { text: 'x', texts: ['x'], count: 7, flag: true, day: '2030-01-01' };
    expect(compileFilter(filter, options).evaluate(somebody(everything), now).inScope).toBe(false);
  });

  it.each(patterns)('name what a regular expression has that ours have not: %s', (pattern, problem) => {
    expect(found(filterOf(clause('text', 'NOT REGEX MATCH', pattern)))).toEqual([
      `groups[0].clauses[0].targetOperand.values[0]: NOT REGEX MATCH takes a regular expression, but ${problem}; found ${quoted(pattern)}`,
    ]);
  });

  it('say where each is', () => {
    const bad = clause('text', 'x');
    const good = groupOf(clause('text', 'IS NULL'));
    const filter = {
      groups: [good, groupOf(clause('text', 'IS NULL'), bad)],
      inputFilterGroups: [groupOf(bad)],
      categoryFilterGroups: [good, good, groupOf(bad)],
    };
    expect(findingsOfFilter(filter, options).map(({ path }) => path)).toEqual([
      'groups[1].clauses[1].operatorName',
      'inputFilterGroups[0].clauses[0].operatorName',
      'categoryFilterGroups[2].clauses[0].operatorName',
    ]);
  });

  it.each([
    null,
    {},
    { groups: null },
    { groups: [null, 5, {}] },
    {
      groups: [{ clauses: [null, 5, {}, { sourceOperandName: 1, operatorName: [], targetOperand: { values: 'x' } }] }],
    },
    { groups: [{ clauses: [{ sourceOperandName: 'text', operatorName: 'EQUALS', targetOperand: null }] }] },
    { groups: [{ clauses: [{ sourceOperandName: '__proto__', operatorName: 'constructor' }] }] },
  ])('never fail, nor does the filter: %j', (content) => {
    const filter = content as unknown as ScopingFilter;
    expect(findingsOfFilter(filter, options)).toEqual(expect.any(Array));
    expect(compileFilter(filter, options).explain(somebody({}), now)).toEqual(expect.any(Array));
  });
});

describe('a filter', () => {
  it.each([
    [null, false],
    [filterOf(clause('text', 'IS NULL')), false],
    [filterOf(clause('text', 'IS NULL'), clause('objectId', 'IsMemberOf', group)), true],
    [{ ...filterOf(), inputFilterGroups: [groupOf(clause('objectId', 'not_ismemberof', group))] }, true],
  ])('%j asks for groups: %j', (filter, expected) => {
    expect(usesMembership(filter)).toBe(expected);
  });
});
