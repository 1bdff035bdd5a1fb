import {
  defaultSchema,
  filterOperators,
  functionDefinitions,
  lintSchema,
  readSchema,
  samanageObjects,
} from '@waybill/provisioning-rules';
import { check, resolveConfig } from 'prettier';
import { renderRulesPage } from './rules-page';

const page = renderRulesPage();
const examples = [...page.matchAll(/^```json\n(?<json>.*?)^```$/gms)].map(({ groups }) => groups?.['json'] ?? '');

/** What is found in the default rules with an example in its place: a filter, or an attribute mapping. */
function findingsWith(example: Readonly<Record<string, unknown>>) {
  const schema = structuredClone(defaultSchema) as unknown as {
    synchronizationRules: { objectMappings: { scope: unknown; attributeMappings: Record<string, unknown>[] }[] }[];
  };
  const users = schema.synchronizationRules[0]?.objectMappings[0];
  if (!users) throw new Error('the default rules map users');
  if ('groups' in example) users.scope = example;
  else {
    const { targetAttributeName } = example;
    const others = users.attributeMappings.filter((each) => each['targetAttributeName'] !== targetAttributeName);
    users.attributeMappings = [...others, example];
  }
  const reading = readSchema(schema);
  return 'schema' in reading ? lintSchema(reading.schema) : reading.findings;
}

describe('docs/rules.md', () => {
  it.each([...functionDefinitions.keys()])('tells of the function %s', (name) => {
    expect(page).toContain(`\n### \`${name}(`);
  });

  it.each(filterOperators.map(({ name }) => name))('tells of the operator %s', (name) => {
    expect(page).toContain(`\n| \`${name}\` `);
  });

  it.each(samanageObjects.flatMap(({ attributes }) => attributes.map(({ name }) => name)))(
    'tells of the attribute %s',
    (name) => expect(page).toMatch(new RegExp(`\\n\\| (?:user|group) +\\| \`${name}\` `)),
  );

  it('has every table in its place', () => {
    expect(page).not.toContain('<!--');
  });

  it.each(examples)('shows rules that can be applied: %s', (json) => {
    expect(findingsWith(JSON.parse(json) as Record<string, unknown>)).toEqual([]);
  });

  it('has examples of a mapping and of a filter', () => {
    expect(examples).toHaveLength(2);
  });

  it('is as prettier would have it', async () => {
    const options = await resolveConfig(__filename);
    expect(await check(page, { ...options, filepath: 'docs/rules.md' })).toBe(true);
  });
});
