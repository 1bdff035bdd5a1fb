import { ScimError } from '../scim-error';
import type { Filter } from './filter';
import { parseFilter, parsePatchPath } from './parse-filter';

const eq = (path: string, value: string | number | boolean | null): Filter => ({
  kind: 'compare',
  path,
  operator: 'eq',
  value,
});
const pr = (path: string): Filter => ({ kind: 'present', path });
const [a, b, c] = [pr('a'), pr('b'), pr('c')] as const;
const and = (...terms: Filter[]): Filter => ({ kind: 'and', terms });
const or = (...terms: Filter[]): Filter => ({ kind: 'or', terms });
const not = (term: Filter): Filter => ({ kind: 'not', term });
const urn = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** What a client error is told. */
function refusal(read: () => unknown): { scimType: string | undefined; detail: string } {
  try {
    read();
  } catch (error) {
    if (error instanceof ScimError) return { scimType: error.scimType, detail: error.message };
    throw error;
  }
  return { scimType: undefined, detail: 'it was taken' };
}

describe('the grammar of filters', () => {
  it.each<[string, Filter]>([
    ['a pr', a],
    ['A PR', { kind: 'present', path: 'A' }],
    ['userName eq "x"', eq('userName', 'x')],
    ['userName EQ "x"', eq('userName', 'x')],
    ['name.givenName eq "x"', eq('name.givenName', 'x')],
    [`${urn}:userName eq "x"`, eq(`${urn}:userName`, 'x')],
    [`${urn}:name.givenName eq "x"`, eq(`${urn}:name.givenName`, 'x')],
    ['URN:example:o(d)d:2.0:x eq "x"', eq('URN:example:o(d)d:2.0:x', 'x')],
    ['members.$ref eq "x"', eq('members.$ref', 'x')],
    ['a eq true and b eq False and c eq NULL', and(eq('a', true), eq('b', false), eq('c', null))],
    ['a eq -1.5e3', eq('a', -1500)],
    ['a eq 0', eq('a', 0)],
    [String.raw`a eq "q\" b\\ u\u00e9 n\n s\/ z\u0000"`, eq('a', 'q" b\\ u\u00e9 n\n s/ z\u0000')],
    ['a eq "a) and (b]"', eq('a', 'a) and (b]')],
    ['a eq "%"', eq('a', '%')],
    // Parentheses before `not` before `and` before `or`.
    ['a pr or b pr and c pr', or(a, and(b, c))],
    ['a pr and b pr or c pr', or(and(a, b), c)],
    ['(a pr or b pr) and c pr', and(or(a, b), c)],
    ['not (a pr) and b pr', and(not(a), b)],
    ['NOT(a pr)OR(b pr)', or(not(a), b)],
    ['not (a pr and b pr)', not(and(a, b))],
    ['not (not (a pr))', not(not(a))],
    ['((a pr))', a],
    ['  a   pr  ', a],
    ['emails[a pr]', { kind: 'element', path: 'emails', filter: a }],
    ['emails[not (a pr) or b pr]', { kind: 'element', path: 'emails', filter: or(not(a), b) }],
    ['emails[a pr].b pr', { kind: 'element', path: 'emails', filter: a, sub: b }],
    [
      'emails[a pr].value eq "x" and c pr',
      and({ kind: 'element', path: 'emails', filter: a, sub: eq('value', 'x') }, c),
    ],
  ])('%s', (text, expected) => {
    expect(parseFilter(text)).toEqual(expected);
  });

  it.each([
    ['', 'At position 1 the filter ends where an attribute was expected.'],
    ['   ', 'At position 4 the filter ends where an attribute was expected.'],
    ['userName', 'At position 9 the filter ends where an operator'],
    ['userName equals "x"', 'At position 10 there is "equals \\"x\\""'],
    ['userName eq', 'At position 12 the filter ends where a value'],
    ['userName eq x', 'At position 13 there is "x" where a value'],
    ['userName eq "x', 'At position 13 there is "\\"x" where a JSON string was expected.'],
    ['userName eq "\\x"', 'At position 13 there is "\\"\\\\x\\"" where a JSON string was expected.'],
    ['userName eq "a\nb"', 'a JSON string'],
    ["userName eq 'x'", 'At position 13'],
    ['age eq 01', 'At position 8'],
    ['age eq 1e999', 'At position 8'],
    ['age eq {}', 'At position 8'],
    ['userName eq "x" and', 'At position 20 the filter ends where an attribute'],
    ['userName eq "x" "y"', 'At position 17 there is "\\"y\\"" where the end, "and" or "or" was expected.'],
    ['userName eq "x" active pr', 'At position 17'],
    ['userName eq "x" or and a pr', 'At position 20'],
    ['and pr', 'At position 1'],
    ['(userName eq "x"', 'At position 17 the filter ends where ")" was expected.'],
    ['userName eq "x")', 'At position 16 there is ")"'],
    ['()', 'At position 2'],
    ['not title pr', 'At position 5 there is "title pr" where "(" was expected.'],
    ['not', 'At position 4 the filter ends where "(" was expected.'],
    ['emails[type eq "work"', 'At position 22 the filter ends where "]" was expected.'],
    ['emails[type eq "work")', 'At position 22 there is ")" where "]" was expected.'],
    ['emails[]', 'At position 8'],
    ['emails[a[b pr]]', 'At position 9 there is "[b pr]]" where an operator'],
    ['emails[(a[b pr])]', 'At position 10'],
    ['emails[a pr].', 'At position 14'],
    ['emails[a pr] .b pr', 'At position 14'],
    ['emails[a pr].b', 'At position 15 the filter ends where an operator'],
    ['emails[a pr].b[c pr]', 'At position 15'],
    ['[a pr]', 'At position 1'],
    ['"a" pr', 'At position 1'],
    ['a.b. pr', 'At position 1'],
    ['urn:a: pr', 'At position 1'],
    ['a eq "x";DROP TABLE b', 'At position 9'],
    ['a eq \u0000\ud800', 'At position 6 there is "\\u0000\ufffd" where a value'],
  ])('refuses %j', (text, detail) => {
    expect(refusal(() => parseFilter(text))).toEqual({
      scimType: 'invalidFilter',
      detail: expect.stringContaining(detail),
    });
  });

  const many = (count: number) => Array.from({ length: count }, () => 'a pr').join(' and ');
  const deep = (depth: number) => `${'('.repeat(depth)}a pr${')'.repeat(depth)}`;

  it.each([
    ['characters', `a eq "${'x'.repeat(9_993)}"`, `a eq "${'x'.repeat(9_994)}"`, '10000 characters'],
    ['depth', deep(30), deep(31), '30 levels'],
    ['depth of negations', `${'not ('.repeat(30)}a pr${')'.repeat(30)}`, `${'not ('.repeat(31)}a pr`, '30 levels'],
    ['depth in elements', `x[${deep(29)}]`, `x[${deep(30)}]`, '30 levels'],
    ['comparisons', many(20), many(21), '20 comparisons'],
  ])('has a limit of %s', (_, longest, tooLong, detail) => {
    expect(parseFilter(longest)).toBeDefined();
    expect(refusal(() => parseFilter(tooLong))).toEqual({
      scimType: 'invalidFilter',
      detail: expect.stringContaining(detail),
    });
  });

  it.each([
    ['of 2 MB', '('.repeat(2_000_000)],
    ['of one long name', `${'a.'.repeat(4_990)}`],
    ['of one long URN', `${'urn:a'.repeat(1_990)}!`],
    ['of quotes', '"'.repeat(10_000)],
    ['of backslashes', `a eq "${'\\'.repeat(9_000)}`],
    ['of spaces', `a${' '.repeat(9_998)}`],
    ['of digits', `a eq ${'1'.repeat(9_000)}x`],
  ])('refuses a text %s at once', (_, text) => {
    const times = Array.from({ length: 5 }, () => {
      const begin = performance.now();
      expect(refusal(() => parseFilter(text)).scimType).toBe('invalidFilter');
      return performance.now() - begin;
    });
    // What else the machine does is not counted.
    expect(Math.min(...times)).toBeLessThan(5);
  });
});

describe('values without quotes', () => {
  const parse = (text: string) => parseFilter(text, { unquotedValues: 'accept' });

  it.each<[string, Filter]>([
    ['userName eq a@b.com', eq('userName', 'a@b.com')],
    ["userName eq o'neil", eq('userName', "o'neil")],
    ['(a eq x)', eq('a', 'x')],
    ['a eq x(y', eq('a', 'x(y')],
    [
      'emails[type eq work].value eq x and c pr',
      and({ kind: 'element', path: 'emails', filter: eq('type', 'work'), sub: eq('value', 'x') }, c),
    ],
    ['a eq "x y"', eq('a', 'x y')],
    ['a eq True', eq('a', true)],
    ['a eq null', eq('a', null)],
    ['a eq 12', eq('a', 12)],
    ['a eq 12x', eq('a', '12x')],
  ])('%s', (text, expected) => {
    expect(parse(text)).toEqual(expected);
  });

  it.each(['a eq', 'a eq )', 'a eq x y', 'a eq "x', 'a eq (x)', 'a eq x)'])('are not found in %j', (text) => {
    expect(refusal(() => parse(text)).scimType).toBe('invalidFilter');
  });
});

describe('the path of a PATCH', () => {
  it.each([
    ['displayName', { attribute: 'displayName' }],
    [' name.givenName ', { attribute: 'name.givenName' }],
    [`${urn}:name.givenName`, { attribute: `${urn}:name.givenName` }],
    ['members[value eq "1"]', { attribute: 'members', filter: eq('value', '1') }],
    ['emails[type eq "work"].value', { attribute: 'emails', filter: eq('type', 'work'), sub: 'value' }],
    [`${urn}:emails[type eq "work"].$ref`, { attribute: `${urn}:emails`, filter: eq('type', 'work'), sub: '$ref' }],
    ['members[value eq "a]b"]', { attribute: 'members', filter: eq('value', 'a]b') }],
    ['members[value eq "a].b"].display', { attribute: 'members', filter: eq('value', 'a].b'), sub: 'display' }],
    [String.raw`members[value eq "a\"]b"]`, { attribute: 'members', filter: eq('value', 'a"]b') }],
    ['emails[not (a pr) and b pr]', { attribute: 'emails', filter: and(not(a), b) }],
  ])('%s', (text, expected) => {
    expect(parsePatchPath(text)).toEqual({ filter: undefined, sub: undefined, ...expected });
  });

  it.each([
    ['members[value eq "1"', 'invalidPath'],
    ['members[value eq "1"]x', 'invalidPath'],
    ['members[value eq "1"].', 'invalidPath'],
    ['members[value eq "1"].a.b', 'invalidPath'],
    ['members[value eq "1"][value eq "2"]', 'invalidPath'],
    ['members value', 'invalidPath'],
    ['members)', 'invalidPath'],
    [`a${'.b'.repeat(5_000)}`, 'invalidPath'],
    ['members[]', 'invalidFilter'],
    ['members[value eq 1"]', 'invalidFilter'],
    ['members[value eq "1" and]', 'invalidFilter'],
    ['members[value]', 'invalidFilter'],
    ['members[a[b pr]]', 'invalidFilter'],
    ['members[value eq "1")]', 'invalidFilter'],
  ])('refuses %j', (text, scimType) => {
    expect(refusal(() => parsePatchPath(text)).scimType).toBe(scimType);
  });
});
