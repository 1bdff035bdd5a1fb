import { lintSchema } from './lint-schema';
import { type Edits, editedSchema, shownFinding } from './testing/edited-schema';
import { attribute, constant } from './testing/schema-parts';

const roles = ['Administrator', 'Service Agent User', 'Requester'];
const role = 'users.attributeMappings.role';

const findingsOf = (edits: Edits, known: readonly string[] | null = roles) =>
  lintSchema(editedSchema(edits), { roles: known }).map(shownFinding);

describe('roles that a mapping names', () => {
  it.each<[what: string, edits: Edits, findings: readonly string[]]>([
    ['the default role', {}, []],
    [
      'a default value that Samanage does not have',
      { [`${role}.defaultValue`]: '{"displayName":"Requestor"}' },
      ['warning users.attributeMappings[9].defaultValue: Samanage has no role "Requestor"; did you mean Requester?'],
    ],
    ['a constant', { [`${role}.source`]: constant('Administrator') }, []],
    [
      'a constant in another case',
      { [`${role}.source`]: constant('administrator') },
      ['warning users.attributeMappings[9].source: Samanage has no role "administrator"; did you mean Administrator?'],
    ],
    ['what comes from the directory', { [`${role}.source`]: attribute('jobTitle') }, []],
    ['the same text for another attribute', { 'users.attributeMappings.title.source': constant('Wizard') }, []],
  ])('are looked for among the imported: %s', (_, edits, findings) => {
    expect(findingsOf(edits)).toEqual(findings);
  });

  it('are not looked for where none were imported', () => {
    const edits = { [`${role}.defaultValue`]: '{"displayName":"Wizard"}' };
    expect(findingsOf(edits, null)).toEqual([]);
    expect(lintSchema(editedSchema(edits))).toEqual([]);
    expect(findingsOf(edits, [])).toHaveLength(1);
  });
});
