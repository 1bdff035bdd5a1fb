import fc from 'fast-check';
import type { Resource } from '../resource/resource';
import { enterpriseUserSchema, userType } from '../schema/user';
import { equalityTerms } from './equality-terms';
import { type Filter, operators, printFilter } from './filter';
import { matches } from './match-filter';
import { parseFilter } from './parse-filter';

const ent = enterpriseUserSchema.id;
const adele: Resource = {
  userName: 'Adele@Contoso.com',
  externalId: 'AdeleV',
  active: true,
  displayName: 'a_b%',
  emails: [
    { type: 'work', value: 'adele@contoso.com', primary: true },
    { type: 'home', value: 'a@home.example' },
  ],
  [ent]: { department: 'R&D', manager: { value: 'm1' } },
};

describe('a filter', () => {
  it.each<[string, boolean]>([
    ['userName eq "adele@contoso.com"', true],
    ['USERNAME EQ "adele@contoso.com"', true],
    ['externalId eq "adelev"', false],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName sw "adele"', true],
    [`${ent}:department eq "R&D"`, true],
    ['manager eq "m1"', true],
    ['emails eq "a@home.example"', true],
    ['emails[type eq "work"].value eq "adele@contoso.com"', true],
    ['emails[type eq "work" and value co "home"]', false],
    ['emails.type eq "work" and emails.value co "home"', true],
    ['active eq "True"', true],
    ['active eq false', false],
    ['title pr', false],
    ['not (title pr) and active eq true', true],
    ['title ne "CEO"', true],
    ['title eq null', true],
    ['displayName eq "a_b%"', true],
    ['displayName eq "aXb%"', false],
    ['displayName eq ".*"', false],
    ['displayName eq "%"', false],
    ['userName eq "x" or active eq true and title pr', false],
    ['(userName eq "x" or active eq true) and not (title pr)', true],
    ['shoeSize eq "42"', false],
  ])('%s', (text, expected) => {
    expect(matches(userType, parseFilter(text), adele)).toBe(expected);
  });

  it.each([
    ['userName', 'position 9'],
    ['userName equals "x"', 'position 10'],
    ['userName eq x', 'position 13'],
    ['userName eq "x', 'position 13'],
    ['userName eq "x" and', 'the filter ends'],
    ['(userName eq "x"', 'the filter ends'],
    ['userName eq "x")', 'position 16'],
    ['emails[type eq "work"', '"]" was expected'],
    ['userName eq "\\x"', 'a JSON string'],
    ['', 'an attribute was expected'],
    [`${'('.repeat(50)}a pr`, 'levels deep'],
    [Array.from({ length: 300 }, () => 'a pr').join(' and '), 'terms'],
    [`a eq "${'x'.repeat(10_000)}"`, 'characters'],
  ])('refuses %s', (text, message) => {
    expect(() => parseFilter(text)).toThrow(message);
  });

  const path = fc.constantFrom('userName', 'name.givenName', `${ent}:department`, 'emails', '$ref');
  const literal = fc.oneof(
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
  );
  const compare: fc.Arbitrary<Filter> = fc.record({
    kind: fc.constant('compare' as const),
    path,
    operator: fc.constantFrom(...operators),
    value: literal.map((value) => (Object.is(value, -0) ? 0 : value)),
  });
  const leaf: fc.Arbitrary<Filter> = fc.oneof(compare, fc.record({ kind: fc.constant('present' as const), path }));
  const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        terms: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }),
      }),
      fc.record({ kind: fc.constant('not' as const), term: tie('filter') }),
      fc.record({ kind: fc.constant('element' as const), path: fc.constant('emails'), filter: leaf }),
      fc.record({
        kind: fc.constant('element' as const),
        path: fc.constant('emails'),
        filter: leaf,
        sub: fc.constant<Filter>({ kind: 'compare', path: 'value', operator: 'eq', value: 'x' }),
      }),
    ),
  }));

  it('is the same after it was printed and parsed', () => {
    fc.assert(
      fc.property(filter, (tree) => {
        expect(parseFilter(printFilter(tree))).toEqual(tree);
      }),
    );
  });

  it('is answered from indexes where it is nothing but equality', () => {
    const terms = (text: string) => equalityTerms(userType, parseFilter(text));
    expect(terms('ID eq "1" and manager eq "2"')).toEqual([
      { path: 'id', value: '1' },
      { path: `${ent}:manager.value`, value: '2' },
    ]);
    expect(terms('userName eq "1" or id eq "2"')).toBeNull();
    expect(terms('userName co "1"')).toBeNull();
  });
});
