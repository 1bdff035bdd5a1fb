import { compileSourceAttribute, groupAttributes, userAttributes } from '@waybill/provisioning-rules';
import { check, resolveConfig } from 'prettier';
import { renderSourceAttributesPage } from './source-attributes-page';

const page = renderSourceAttributesPage();

describe('docs/source-attributes.md', () => {
  it.each([...userAttributes, ...groupAttributes].map(({ name }) => name))('tells of %s', (name) => {
    expect(page).toContain(`\n| \`${name}\` `);
  });

  it('shows an attribute that a job can add', () => {
    const [, example = ''] = /^```json\n(.*?)^```$/ms.exec(page) ?? [];
    const own = JSON.parse(example) as { name: string; type: 'String' };
    const read = compileSourceAttribute('User', own.name, [own])?.read;
    const resource = { 'urn:ietf:params:scim:schemas:extension:Contoso:2.0:User': { badge: 'B-9' } };
    expect(read?.({ resource, memberOf: [], entitled: true })).toBe('B-9');
  });

  it('is as prettier would have it', async () => {
    const options = await resolveConfig(__filename);
    expect(await check(page, { ...options, filepath: 'docs/source-attributes.md' })).toBe(true);
  });
});
