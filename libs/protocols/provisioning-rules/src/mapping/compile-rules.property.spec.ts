import fc from 'fast-check';
import { defaultSchema } from '../schema';
import { compileRules } from './compile-rules';

const { users } = compileRules(defaultSchema);
const occasion = { now: '2026-01-31T12:00:00.000Z', seed: 'job-1/user-1' };
const evaluate = (resource: Record<string, unknown>) => users.evaluate({ resource, memberOf: [] }, occasion);
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** Anything a client might have stored under the names the rules read. */
const resource = fc.record(
  Object.fromEntries(
    ['userName', 'displayName', 'name', 'emails', 'phoneNumbers', 'roles', 'active', enterprise].map((name) => [
      name,
      fc.jsonValue({ maxDepth: 3 }),
    ]),
  ),
  { requiredKeys: [] },
);

describe('evaluating', () => {
  it('never fails, is complete or says why not, and gives plain JSON', () => {
    fc.assert(
      fc.property(resource, (user) => {
        const evaluation = evaluate(user);
        expect(evaluation.wanted === null).toBe(evaluation.problem !== null);
        expect(JSON.parse(JSON.stringify(evaluation))).toEqual(evaluation);
        for (const member of ['email', 'name', 'role'] as const) {
          expect(evaluation.wanted?.values[member]).not.toBe('');
        }
      }),
    );
  });

  it('does not mind the case of names', () => {
    const shouted = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shouted);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key.toUpperCase(), shouted(each)]));
    };
    const text = fc.string({ minLength: 1 });
    const entries = fc.array(fc.record({ type: fc.constantFrom('work', 'mobile'), value: text }), { maxLength: 3 });
    const sent = fc.record({ userName: fc.emailAddress(), displayName: text, emails: entries, phoneNumbers: entries });
    fc.assert(
      fc.property(sent, (user) => {
        expect(evaluate(shouted(user) as Record<string, unknown>)).toEqual(evaluate(user));
      }),
    );
  });
});
