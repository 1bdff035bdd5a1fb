import fc from 'fast-check';
import { ScimError } from '../scim-error';
import { type Filter, operators, printFilter } from './filter';
import { parseFilter, parsePatchPath } from './parse-filter';

const path = fc.constantFrom('userName', 'name.givenName', 'urn:example:a.b(c):2.0:User:department', 'emails', '$ref');
const literal = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\u0000', '\ud800', '"', '\\', ']', ')', '\n', '\u2028'),
  // JSON has no negative zero.
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  fc.boolean(),
  fc.constant(null),
);
const leafAt = (paths: fc.Arbitrary<string>): fc.Arbitrary<Filter> =>
  fc.oneof(
    fc
      .tuple(paths, fc.constantFrom(...operators), literal)
      .map(([at, operator, value]): Filter => ({ kind: 'compare', path: at, operator, value })),
    paths.map((at): Filter => ({ kind: 'present', path: at })),
  );
const leaf = leafAt(path);
const element = fc
  .tuple(path, leaf, fc.option(leafAt(fc.constantFrom('value', '$ref'))))
  .map(([at, filter, sub]): Filter => ({ kind: 'element', path: at, filter, ...(sub ? { sub } : {}) }));

/** A tree of few enough leaves to be taken. */
const treeOf = (leaves: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> =>
  fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 2 },
      leaves,
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        terms: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }),
      }),
      fc.record({ kind: fc.constant('not' as const), term: tie('filter') }),
    ),
  })).filter;

describe('any filter', () => {
  it('is the same after it was printed and parsed', () => {
    fc.assert(
      fc.property(treeOf(fc.oneof(leaf, element)), (tree) => {
        expect(parseFilter(printFilter(tree))).toEqual(tree);
      }),
      { numRuns: 500 },
    );
  });

  it('in a PATCH path is the same after it was printed and parsed', () => {
    fc.assert(
      fc.property(treeOf(leaf), fc.option(fc.constant('value'), { nil: undefined }), (filter, sub) => {
        const text = `emails[${printFilter(filter)}]${sub ? `.${sub}` : ''}`;
        expect(parsePatchPath(text)).toEqual({ attribute: 'emails', filter, sub });
      }),
    );
  });
});

describe('any text', () => {
  const pieces = [
    'a',
    'eq',
    'and',
    'or',
    'not',
    'pr',
    '(',
    ')',
    '[',
    ']',
    '"x"',
    '"',
    '\\',
    ' ',
    '1',
    'null',
    '.b',
    'urn:',
  ];
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((some) => some.join(' ')),
    fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((some) => some.join('')),
  );

  it.each([
    ['a filter', (given: string) => parseFilter(given)],
    ['a filter without quotes', (given: string) => parseFilter(given, { unquotedValues: 'accept' })],
    ['a path', (given: string) => parsePatchPath(given)],
  ])('is %s or refused', (_, read) => {
    fc.assert(
      fc.property(text, (given) => {
        try {
          read(given);
        } catch (error) {
          expect(error).toBeInstanceOf(ScimError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
