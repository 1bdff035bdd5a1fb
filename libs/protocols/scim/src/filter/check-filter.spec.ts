import { attribute, type ResourceType } from '../schema/attribute';
import { enterpriseUserSchema, userType } from '../schema/user';
import { checkedElementFilter, checkedFilter } from './check-filter';
import { parseFilter } from './parse-filter';

const types = ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary'] as const;
const secret = attribute('secret', { returned: 'never' });

/** One attribute of every type, under its name. */
const custom: ResourceType = {
  ...userType,
  schema: {
    ...userType.schema,
    attributes: [
      ...types.map((type) => attribute(type, { type })),
      attribute('codes', { type: 'integer', multiValued: true }),
      attribute('name', { subAttributes: [attribute('givenName'), secret] }),
      attribute('keys', { multiValued: true, subAttributes: [attribute('value', { type: 'binary' }), secret] }),
      attribute('pins', { multiValued: true, subAttributes: [{ ...secret, name: 'value' }, attribute('type')] }),
      secret,
    ],
  },
};
const check = (text: string) => () => checkedFilter(custom, parseFilter(text));

describe('the operators that a type takes', () => {
  const literals = {
    string: '"a"',
    boolean: 'true',
    decimal: '1.5',
    integer: '1',
    dateTime: '"2026-01-31T12:00:00Z"',
    reference: '"a"',
    binary: '"QQ=="',
  };
  const all = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];
  const ordered = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];
  const taken = {
    string: all,
    boolean: ['eq', 'ne'],
    decimal: ordered,
    integer: ordered,
    dateTime: ordered,
    reference: all,
    binary: ['eq', 'ne', 'co', 'sw', 'ew'],
  };

  it.each(types.flatMap((type) => all.map((operator) => [type, operator] as const)))('%s %s', (type, operator) => {
    const checking = expect(check(`${type} ${operator} ${literals[type]}`));
    if (taken[type].includes(operator)) return checking.not.toThrow();
    checking.toThrow(
      expect.objectContaining({
        status: 400,
        scimType: 'invalidFilter',
        message: `"${type}" takes ${taken[type].join(', ')} and pr, not ${operator}.`,
      }),
    );
  });

  it.each(types)('%s takes eq null, ne null and pr', (type) => {
    expect(check(`${type} eq null and ${type} ne null and ${type} pr`)).not.toThrow();
  });
});

describe('the literals that a type takes', () => {
  it.each([
    ['string eq 1', '"string" is compared with a text.'],
    ['string eq true', '"string" is compared with a text.'],
    ['string co null', '"string" is compared with a text.'],
    ['reference eq 1', '"reference" is compared with a text.'],
    ['binary eq 1', '"binary" is compared with a text.'],
    ['boolean eq 1', '"boolean" is compared with true or false.'],
    ['boolean eq "yes"', '"boolean" is compared with true or false.'],
    ['integer eq "1"', '"integer" is compared with a number.'],
    ['integer gt null', '"integer" is compared with a number.'],
    ['decimal eq true', '"decimal" is compared with a number.'],
    ['dateTime eq 1', '"dateTime" is compared with a date and time such as "2026-01-31T12:00:00Z".'],
    ['dateTime eq "yesterday"', '"dateTime" is compared with a date and time'],
    ['dateTime eq "2026-02-30T12:00:00Z"', '"dateTime" is compared with a date and time'],
    ['dateTime eq "2026-01-31"', '"dateTime" is compared with a date and time'],
    ['dateTime eq ""', '"dateTime" is compared with a date and time'],
    ['codes eq "1"', '"codes" is compared with a number.'],
    ['codes[value eq "1"]', '"codes" is compared with a number.'],
    ['keys[value eq 1]', '"keys.value" is compared with a text.'],
    ['keys[value gt "QQ=="]', '"keys.value" takes eq, ne, co, sw, ew and pr, not gt.'],
    ['keys gt "QQ=="', '"keys.value" takes'],
    [`${enterpriseUserSchema.id}:department eq 1`, `"${enterpriseUserSchema.id}:department" is compared with a text.`],
    ['meta.created eq "now"', '"meta.created" is compared with a date and time'],
    ['meta.version gt 1', '"meta.version" is compared with a text.'],
    ['name eq "x"', '"name" has no value of its own; a filter names a sub-attribute of it.'],
    ['meta eq "x"', '"meta" has no value of its own'],
    // Wherever it stands, and whatever else there is.
    ['string eq "a" or (not (keys[not (value eq 1)]))', '"keys.value" is compared with a text.'],
  ])('refuses %s', (text, message) => {
    expect(check(text)).toThrow(
      expect.objectContaining({ scimType: 'invalidFilter', message: expect.stringContaining(message) }),
    );
  });

  it.each(['boolean eq "True"', 'boolean ne "false"', 'integer lt 1.5', 'nobodyKnows gt true', 'nobodyKnows eq "x"'])(
    'takes %s',
    (text) => {
      expect(check(text)).not.toThrow();
    },
  );

  it('are checked in the brackets of a PATCH path too', () => {
    const keys = custom.schema.attributes.find(({ name }) => name === 'keys');
    expect(() => checkedElementFilter(keys ?? secret, parseFilter('value eq 1'))).toThrow('"keys.value" is compared');
  });
});

describe('what is never returned', () => {
  it.each([
    'secret eq "x"',
    'secret pr',
    'secret eq null',
    'not (secret sw "a")',
    'name.secret eq "x"',
    'name[secret eq "x"]',
    'keys[secret sw "a"]',
    'keys[value eq "x"].secret pr',
    'secret[value eq "x"]',
    `${userType.schema.id}:secret pr`,
  ])('cannot be asked for: %s', (text) => {
    expect(check(text)).toThrow(
      expect.objectContaining({
        scimType: 'invalidFilter',
        message: expect.stringMatching(/^".*secret" cannot be filtered by\.$/),
      }),
    );
  });

  it('cannot be asked for by the name of what it is the value of', () => {
    expect(check('pins eq "1"')).toThrow('"pins" has no value of its own');
    expect(check('pins[type eq "1"]')).not.toThrow();
  });
});

describe('the work of a filter', () => {
  const times = (count: number, text: string) => Array.from({ length: count }, () => text).join(' or ');

  it.each([
    [20, 'string eq "x"'],
    [20, 'meta.created pr'],
    [20, 'meta.created gt "2026-01-31T12:00:00Z"'],
    [10, 'codes eq 1'],
    [10, 'keys pr'],
    [10, 'keys[value eq "x"]'],
    [5, 'keys[value eq "x" and not (value co "y")]'],
    [4, 'dateTime gt "2026-01-31T12:00:00Z"'],
  ])('is bounded by %i of %s', (most, text) => {
    expect(check(times(most, text))).not.toThrow();
    expect(check(times(most + 1, text))).toThrow('20 comparisons');
  });
});
