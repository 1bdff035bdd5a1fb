import { compileRules } from './mapping';
import { diffSchemas, lintSchema, readSchema, type SynchronizationSchema } from './schema';
import { type Edits, editedSchema, shownFinding } from './schema/testing/edited-schema';
import { attribute, call } from './schema/testing/schema-parts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const employeeId = { targetAttributeName: 'custom_fields_values.Employee ID', source: attribute('employeeId') };

const added = (mapping: object, object = 'users'): Edits => ({ [`${object}.attributeMappings.+`]: mapping });

function findingsOf(content: unknown): readonly string[] {
  const reading = readSchema(content);
  const findings = 'schema' in reading ? lintSchema(reading.schema) : reading.findings;
  return findings.map(shownFinding);
}

describe('a custom field as target', () => {
  it.each(['Employee ID', 'cost centre', 'Büro (Étage)', 'a.b', 'toString'])('takes any name: %s', (field) => {
    const mapping = { ...employeeId, targetAttributeName: `custom_fields_values.${field}`, nullPolicy: 'clear' };
    expect(findingsOf(editedSchema(added(mapping)))).toEqual([]);
  });

  it.each<[what: string, edits: Edits, finding: string]>([
    [
      'an empty name',
      added({ ...employeeId, targetAttributeName: 'custom_fields_values.' }),
      'error users.attributeMappings[10].targetAttributeName: "custom_fields_values." names no custom field: write custom_fields_values. and the name of the field',
    ],
    [
      'a blank name',
      added({ ...employeeId, targetAttributeName: 'custom_fields_values.  ' }),
      'error users.attributeMappings[10].targetAttributeName: "custom_fields_values.  " names no custom field: write custom_fields_values. and the name of the field',
    ],
    [
      'a field of groups',
      added({ ...employeeId, source: attribute('displayName') }, 'groups'),
      'error groups.attributeMappings[3].targetAttributeName: A Samanage Group has no attribute "custom_fields_values.Employee ID"',
    ],
    [
      'matching by it',
      added({ ...employeeId, matchingPriority: 2 }),
      'error users.attributeMappings[10].matchingPriority: custom_fields_values.Employee ID cannot be a matching attribute: Samanage cannot be asked for a User by it, but by email or name',
    ],
    [
      'a reference in it',
      added({ ...employeeId, source: attribute('manager') }),
      'error users.attributeMappings[10].source: custom_fields_values.Employee ID takes a text: it would be written the id that the directory has for it, but its source is of type Reference',
    ],
  ])('refuses %s', (_, edits, finding) => {
    expect(findingsOf(editedSchema(edits))).toEqual([finding]);
  });

  it('refuses the same one twice', () => {
    const edits = {
      ...added(employeeId),
      'users.attributeMappings.title.targetAttributeName': employeeId.targetAttributeName,
    };
    expect(findingsOf(editedSchema(edits))).toContainEqual(
      expect.stringMatching(/Employee ID is mapped more than once$/),
    );
  });

  const evaluate = (schema: SynchronizationSchema, more: object) =>
    compileRules(schema).users.evaluate(
      { resource: { userName: 'adele@contoso.com', displayName: 'Adele Vance', ...more }, memberOf: [] },
      { now: '2026-01-31T12:00:00.000Z', seed: 'job-1/user-1' },
    );

  it('is wanted under its name, and emptied or given its default as others are', () => {
    const name = employeeId.targetAttributeName;
    const cleared = editedSchema(added({ ...employeeId, nullPolicy: 'clear' }));
    expect(evaluate(cleared, { [enterprise]: { employeeNumber: '42' } }).wanted?.values).toMatchObject({
      [name]: '42',
    });
    expect(evaluate(cleared, {}).wanted?.values).toMatchObject({ [name]: null });
    const withDefault = editedSchema(added({ ...employeeId, defaultValue: 'none' }));
    expect(evaluate(withDefault, {}).wanted?.onCreation).toMatchObject({ [name]: 'none' });
    const upper = editedSchema(
      added({ ...employeeId, source: call('ToUpper([displayName])'), flowType: 'AttributeAddOnly' }),
    );
    expect(evaluate(upper, {}).wanted?.ifEmpty).toMatchObject({ [name]: 'ADELE VANCE' });
  });

  it('is exported and imported with the schema, and told in a difference', () => {
    const schema = editedSchema(added(employeeId));
    const reading = readSchema(JSON.parse(JSON.stringify(schema)));
    if (!('schema' in reading)) throw new Error('the schema cannot be read');
    expect(reading.schema).toEqual(schema);
    const [difference] = diffSchemas(editedSchema({}), reading.schema);
    expect(difference).toMatchObject({ path: 'users.mappings.custom_fields_values.Employee ID', kind: 'added' });
  });
});
