import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesFromV1 } from '@waybill/contracts';
import { compileRules, defaultSchema, lintSchema, readSchema } from '@waybill/provisioning-rules';

const sample = join(__dirname, '../../../contracts/samples/job.rules-applied.v1.json');
const { rules } = JSON.parse(readFileSync(sample, 'utf8')) as { rules: Record<string, unknown> };
const occasion = { now: '2026-01-31T12:00:00.000Z', seed: 'job/user' };
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const people: readonly object[] = [
  {
    userName: 'adele@contoso.com',
    displayName: 'Adele',
    title: 'CEO',
    [enterprise]: { department: 'Retail', manager: { value: 'm1' } },
  },
  { userName: 'b_f.com#EXT#@contoso.com', displayName: 'Brian', emails: [{ type: 'work', value: 'b@f.com' }] },
  { userName: 'c@contoso.com', name: { givenName: 'Chris', familyName: 'Green' }, active: false },
  {
    userName: 'd@contoso.com',
    displayName: 'D',
    roles: [{ value: 'Agent' }],
    addresses: [{ type: 'other', formatted: '18/1' }],
  },
];

describe('rules of version 1', () => {
  const reading = readSchema(rulesFromV1(rules));

  it('can be read as a schema, without findings', () => {
    expect(reading).not.toHaveProperty('findings');
    if ('schema' in reading)
      expect(lintSchema(reading.schema).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it.each(people)('say the same of %j as the default rules of today', (resource) => {
    if (!('schema' in reading)) throw new Error('the rules cannot be read');
    const told = { resource: resource as Record<string, unknown>, memberOf: [] };
    const [then, now] = [compileRules(reading.schema), compileRules(defaultSchema)].map(({ users }) =>
      users.evaluate(told, occasion),
    );
    expect(then).toEqual(now);
  });
});
