import { compileFilter } from './compile-filter';
import { filterOperators, findOperator } from './filter-operators';
import { clause, filterOf, group, now, options, otherGroup, somebody } from './testing/filters';

/** Of one operator with one value: what it says of attributes with these values. */
type Rows = readonly (readonly [
  attribute: string,
  operator: string,
  operand: string | null,
  yes: readonly unknown[],
  no: readonly unknown[],
])[];

const nothing = [null, undefined, '', '  '];
const noTexts = [...nothing, [], ['', null]];

const rows: Rows = [
  ['text', 'EQUALS', 'Sales', ['Sales'], [...nothing, 'sales', 'Sales ', 'Marketing']],
  ['text', 'EQUALS', '1042', [1042, '1042'], ['01042']],
  ['text', 'NOT EQUALS', 'Sales', ['sales', 'Marketing', 7], [...nothing, 'Sales']],
  ['texts', 'EQUALS', 'a', [['a'], ['b', 'a'], 'a'], [...noTexts, ['b'], ['A', 'b']]],
  ['texts', 'NOT EQUALS', 'a', [['b'], ['b', 'c']], [...noTexts, ['a'], ['b', 'a']]],
  ['flag', 'IS TRUE', null, [true, 'true', 'True'], [...nothing, false, 'False', 'yes']],
  ['flag', 'IS FALSE', null, [false, 'False'], [...nothing, true, 'no']],
  ['text', 'IS NULL', null, nothing, ['x', 0, false]],
  ['text', 'IS NOT NULL', null, ['x', 0, false], nothing],
  ['texts', 'IS NULL', null, noTexts, [['x'], ['', 'x']]],
  ['texts', 'IS NOT NULL', null, [['x'], ['', 'x']], noTexts],
  ['text', 'REGEX MATCH', '.*\\@domain.com', ['a@domain.com', 'a@domainxcom.au'], [...nothing, 'a@Domain.com']],
  ['text', 'REGEX MATCH', '([1-9][0-9])', ['10', '99', 42, '1000'], ['9', '09']],
  ['text', 'REGEX MATCH', '^([1-9][0-9])$', ['10', '99'], ['9', '100']],
  // Azure AD's page says up to 2,000,000.
  [
    'text',
    'REGEX MATCH',
    '(1[0-9][0-9][0-9][0-9][0-9][0-9])',
    ['1000000', '1999999'],
    ['999999', '2000000', '0999999'],
  ],
  ['texts', 'REGEX MATCH', '^a', [['b', 'ab']], [...noTexts, ['ba', 'b']]],
  ['text', 'NOT REGEX MATCH', '.*\\@domain.com', ['a@other.com'], [...nothing, 'a@domain.com']],
  ['texts', 'NOT REGEX MATCH', '^a', [['b', 'ba']], [...noTexts, ['b', 'ab']]],
  [
    'count',
    'Greater_Than',
    '10',
    [11, '11', '0011', '99999999999999999999'],
    [...nothing, 10, '9', '0009', -11, 11.5, '1e3'],
  ],
  ['count', 'Greater_Than', '99999999999999999998', ['99999999999999999999'], ['99999999999999999998', 100]],
  ['count', 'Greater_Than_OR_EQUALS', '10', [10, '010', 11], [...nothing, 9, 'ten', '']],
  ['text', 'Greater_Than', '0', ['1'], ['0', 'a1']],
  ['text', 'Includes', 'ale', ['Sales'], [...nothing, 'SALES', 'al']],
  ['texts', 'Includes', 'ale', [['x', 'Sales']], [...noTexts, ['x']]],
  ['text', 'ENDS_WITH', '@contoso.com', ['a@contoso.com'], [...nothing, 'a@CONTOSO.com', '@contoso.com.au']],
  ['text', '&', 'Sales,Marketing', ['Sales', 'Marketing', ','], [...nothing, 'sales', 'Sales,Marketing,IT']],
  ['texts', '&', 'Sales,Marketing', [['IT', 'Sales']], [...noTexts, ['IT']]],
  ['text', '!&', 'Sales,Marketing', ['IT'], [...nothing, 'Sales']],
  ['texts', '!&', 'Sales,Marketing', [['IT', 'HR']], [...noTexts, ['IT', 'Sales']]],
  [
    'day',
    'DATE BEFORE',
    '2026-05-01',
    ['2026-04-30', '2026-04-30T23:59:59.999Z', '2026-05-01T00:30+01:00', '2024-02-29'],
    [...nothing, '2026-05-01', '2026-05-01T00:00:00Z', '1.4.2026', '2026-02-30', '2026-04-31', '2026-13-01', 5],
  ],
  ['day', 'DATE AFTER', '2026-05-01T10:00:00+02:00', ['2026-05-01T08:00:01Z', '2026-05-02'], ['2026-05-01T08:00Z']],
  ['day', 'DATE BEFORE', 'now', ['2026-03-10T11:59:59Z', '2026-03-10'], ['2026-03-10T12:00:00Z', '2026-03-11']],
  ['day', 'DATE BEFORE', 'now+14d', ['2026-03-24', '2026-03-24T11:59Z'], [...nothing, '2026-03-24T12:00Z', 'soon']],
  ['day', 'DATE AFTER', 'now - 30d', ['2026-02-09'], ['2026-02-08', '2026-02-08T12:00:00Z']],
  ['text', 'DATE AFTER', '2026-05-01', ['2026-05-02'], [...nothing, 'x']],
];

const cases = rows.flatMap(([attribute, operator, operand, yes, no]) => [
  ...yes.map((value) => [attribute, operator, operand, value, true] as const),
  ...no.map((value) => [attribute, operator, operand, value, false] as const),
]);

describe('an operator', () => {
  it.each(cases)('%s %s %j of %j: %j', (attribute, operator, operand, value, expected) => {
    const filter = compileFilter(
      filterOf(clause(attribute, operator, ...(operand === null ? [] : [operand]))),
      options,
    );
    const subject = somebody({ [attribute]: value });
    expect(filter.evaluate(subject, now).inScope).toBe(expected);
    expect(filter.explain(subject, now).map(({ verdict }) => verdict)).toEqual([String(expected)]);
  });

  it.each([
    ['IsMemberOf', [otherGroup, group], true],
    ['IsMemberOf', [otherGroup], false],
    ['IsMemberOf', [], false],
    ['NOT IsMemberOf', [otherGroup, group], false],
    ['NOT IsMemberOf', [otherGroup], true],
    ['NOT IsMemberOf', [], true],
  ])('%s of a member of %j: %j', (operator, memberOf, expected) => {
    for (const attribute of ['objectId', 'nonsense']) {
      const filter = compileFilter(filterOf(clause(attribute, operator, group.toUpperCase())), options);
      expect(filter.evaluate(somebody({}, { memberOf }), now).inScope).toBe(expected);
    }
  });

  it.each([
    ['GREATER THAN', 'Greater_Than'],
    ['greater_than_or_equals', 'Greater_Than_OR_EQUALS'],
    ['ENDS WITH', 'ENDS_WITH'],
    ['INCLUDES', 'Includes'],
    ['NOT_EQUALS', 'NOT EQUALS'],
    ['IsNull', 'IS NULL'],
    ['! &', '!&'],
    ['DATE_BEFORE', 'DATE BEFORE'],
  ])('may be written %s', (written, name) => {
    expect(findOperator(written)?.name).toBe(name);
  });

  it('is one of those that Azure AD has, or says that it is not', () => {
    const names = (extension: true | undefined) =>
      filterOperators.filter((operator) => operator.extension === extension).map(({ name }) => name);
    expect(names(undefined)).toEqual([
      'EQUALS',
      'NOT EQUALS',
      'IS TRUE',
      'IS FALSE',
      'IS NULL',
      'IS NOT NULL',
      'REGEX MATCH',
      'NOT REGEX MATCH',
      'Greater_Than',
      'Greater_Than_OR_EQUALS',
      'Includes',
      'ENDS_WITH',
      '&',
      '!&',
    ]);
    expect(names(true)).toEqual(['IsMemberOf', 'NOT IsMemberOf', 'DATE BEFORE', 'DATE AFTER']);
  });

  it('says of several values what it does: a negated one asks for all', () => {
    const asks = (name: string) => findOperator(name)?.multivaluedComparisonType;
    expect(['EQUALS', 'REGEX MATCH', '&', 'IsMemberOf'].map(asks)).toEqual(['Any', 'Any', 'Any', 'Any']);
    expect(['NOT EQUALS', 'NOT REGEX MATCH', '!&', 'NOT IsMemberOf'].map(asks)).toEqual(['All', 'All', 'All', 'All']);
  });
});
