import { readSchema } from './read-schema';
import { editedSchema, shownFinding } from './testing/edited-schema';
import { clause, scope } from './testing/schema-parts';

/** A schema that says everything a shape names. */
const full = editedSchema({
  'users.scope': scope({ name: 'Sales', clauses: [clause('department', 'EQUALS', 'Sales')] }),
  'users.metadata': [{ key: 'IsCustomerDefined', value: 'true' }],
  'rule.metadata': [{ key: 'SyncAll', value: 'true' }],
  'directories.1.metadata': [{ key: 'Own', value: '1' }],
  'directories.1.objects.0.metadata': [{ key: 'Own', value: '1' }],
  'directories.1.objects.0.attributes.reports_to.metadata': [{ key: 'Own', value: '1' }],
  'directories.1.objects.0.attributes.reports_to.mutability': 'ReadWrite',
});

const target = 'directories.1.objects.0';
const reference = `${target}.attributes.reports_to`;
const email = 'users.attributeMappings.email';
const argument = `${email}.source.parameters.0`;
const firstClause = 'users.scope.groups.0.clauses.0';
const entries = [
  'directories.1.metadata.0',
  `${target}.metadata.0`,
  `${reference}.metadata.0`,
  'rule.metadata.0',
  'users.metadata.0',
];

const required = [
  'directories',
  'directories.1.name',
  'directories.1.objects',
  `${target}.name`,
  `${target}.attributes`,
  `${reference}.name`,
  `${reference}.type`,
  `${reference}.referencedObjects.0.referencedObjectName`,
  'synchronizationRules',
  'rule.name',
  'rule.sourceDirectoryName',
  'rule.targetDirectoryName',
  'rule.objectMappings',
  'users.name',
  'users.enabled',
  'users.flowTypes',
  'users.sourceObjectName',
  'users.targetObjectName',
  'users.scope',
  'users.scope.groups',
  'users.scope.inputFilterGroups',
  'users.scope.categoryFilterGroups',
  'users.scope.groups.0.name',
  'users.scope.groups.0.clauses',
  `${firstClause}.sourceOperandName`,
  `${firstClause}.operatorName`,
  `${firstClause}.targetOperand`,
  `${firstClause}.targetOperand.values`,
  'users.attributeMappings',
  `${email}.targetAttributeName`,
  `${email}.source`,
  `${email}.source.type`,
  `${email}.source.name`,
  `${argument}.key`,
  `${argument}.value`,
  ...entries.flatMap((entry) => [`${entry}.key`, `${entry}.value`]),
];

const optional = [
  'id',
  'version',
  'directories.1.id',
  'directories.1.metadata',
  `${target}.metadata`,
  ...['anchor', 'caseExact', 'required', 'multivalued', 'mutability', 'metadata', 'referencedObjects'].map(
    (member) => `${reference}.${member}`,
  ),
  `${reference}.referencedObjects.0.referencedProperty`,
  'rule.id',
  'rule.editable',
  'rule.priority',
  'rule.metadata',
  'users.metadata',
  ...['defaultValue', 'exportMissingReferences', 'flowBehavior', 'flowType', 'nullPolicy'].map(
    (member) => `${email}.${member}`,
  ),
  `${email}.source.expression`,
  `${argument}.value.parameters`,
];

const nullable = [
  'id',
  'version',
  'directories.1.id',
  `${reference}.referencedObjects.0.referencedProperty`,
  'rule.id',
  'users.scope',
  `${email}.defaultValue`,
  `${email}.source.expression`,
];

const findingsAfter = (path: string, value: unknown): readonly string[] => {
  const reading = readSchema(editedSchema({ [path]: value }, full));
  return 'findings' in reading ? reading.findings.map(shownFinding) : [];
};

const last = (path: string): string => path.split('.').at(-1) ?? '';

describe('the shape of a schema', () => {
  it('is that of one with everything in it', () => {
    expect(readSchema(full)).toEqual({ schema: full });
  });

  it.each(required)('requires %s', (path) => {
    const missing = new RegExp(`^error .*\\b${last(path)}: Expected .*, but it is missing$`);
    expect(findingsAfter(path, undefined)).toContainEqual(expect.stringMatching(missing));
  });

  it.each(optional)('does without %s', (path) => {
    expect(findingsAfter(path, undefined)).toEqual([]);
  });

  it.each(nullable)('takes null for %s', (path) => {
    expect(findingsAfter(path, null)).toEqual([]);
  });

  const neverNull = [...required, ...optional].filter((path) => ![...nullable, `${email}.source`].includes(path));

  it.each(neverNull)('takes no null for %s', (path) => {
    const told = new RegExp(`^error .*\\b${last(path)}: Expected .*, but found null$`);
    expect(findingsAfter(path, null)).toContainEqual(expect.stringMatching(told));
  });

  it.each([...required, ...optional])('takes no number with a fraction for %s', (path) => {
    const told = new RegExp(`^error .*\\b${last(path)}: Expected .*, but found a number$`);
    expect(findingsAfter(path, 1.5)).toContainEqual(expect.stringMatching(told));
  });

  it.each(
    required.filter((path) => /[nN]ame$|\.key$/.test(path) && !/source\.name|groups\.0\.name|parameters/.test(path)),
  )('takes no empty text for %s', (path) => {
    const told = new RegExp(`^error .*\\b${last(path)}: Expected a text that is not empty, but found a text$`);
    expect(findingsAfter(path, '')).toContainEqual(expect.stringMatching(told));
  });
});
