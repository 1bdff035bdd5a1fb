import fc from 'fast-check';
import type { Resource } from '../resource/resource';
import { enterpriseUserSchema, userType } from '../schema/user';
import { checkedFilter } from './check-filter';
import { valuesAsked, isAnsweredByKeys, lookupKeysAsked, lookupKeysOf } from './lookup-keys';
import { holds } from './match-filter';
import { parseFilter } from './parse-filter';

const value = fc.constantFrom('a', 'A', 'é', 'e\u0301', 'ß', 'a'.repeat(201), 'A'.repeat(201));
const literal = value.map((text) => JSON.stringify(text));
const email = fc.record({ value, type: fc.constantFrom('work', 'home') }, { requiredKeys: [] });
const resource: fc.Arbitrary<Resource> = fc
  .record(
    {
      id: value,
      userName: value,
      externalId: value,
      displayName: value,
      title: value,
      emails: fc.array(email, { maxLength: 3 }),
      [enterpriseUserSchema.id]: fc.record({ manager: fc.record({ value }) }),
    },
    { requiredKeys: ['id'] },
  )
  .map((members) => members as Resource);

const path = fc.constantFrom(
  'id',
  'userName',
  'externalId',
  'displayName',
  'title',
  'emails',
  'emails.value',
  'manager',
);
const term: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(path, literal).map(([at, text]) => `${at} eq ${text}`) },
  literal.map((text) => `emails[type eq "work"].value eq ${text}`),
  literal.map((text) => `emails[value eq ${text}]`),
  fc.tuple(literal, literal).map(([one, other]) => `emails[value eq ${one} and value eq ${other}]`),
  literal.map((text) => `manager[value eq ${text}]`),
  fc.tuple(path, literal).map(([at, text]) => `not (${at} eq ${text})`),
  fc.tuple(literal, literal).map(([one, other]) => `(userName eq ${one} or userName eq ${other})`),
);
const filter = fc.array(term, { minLength: 1, maxLength: 3 }).map((terms) => terms.join(' and '));

describe('the look-up keys of a filter', () => {
  it('are among those of whoever matches it, and enough where they say so', () => {
    fc.assert(
      fc.property(resource, filter, (stored, text) => {
        const checked = checkedFilter(userType, parseFilter(text));
        const keys = lookupKeysOf(userType, stored);
        const isFound =
          lookupKeysAsked(userType, checked).every((key) => keys.includes(key)) &&
          valuesAsked(checked, 'id').every((id) => id === stored.id);
        const isMatch = holds(checked, stored);
        expect(isAnsweredByKeys(userType, checked) ? isFound === isMatch : isFound || !isMatch).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
