import { functionDefinitions, parseExpression, toMappingSource } from '../expression';
import { compileSourceAttribute } from '../source';
import { defaultSchema } from './default-schema';
import { lintSchema } from './lint-schema';
import { readSchema } from './read-schema';
import type { ObjectMapping } from './synchronization-schema';

const [users, groups] = defaultSchema.synchronizationRules[0]?.objectMappings as [ObjectMapping, ObjectMapping];

const shown = ({ attributeMappings }: ObjectMapping) =>
  attributeMappings.map(({ targetAttributeName, source, matchingPriority, defaultValue, nullPolicy }) => [
    targetAttributeName,
    source?.expression?.replaceAll(/\s/g, ''),
    matchingPriority,
    defaultValue,
    nullPolicy,
  ]);

describe('the default schema', () => {
  it('has nothing against it', () => {
    expect(readSchema(defaultSchema)).toEqual({ schema: defaultSchema });
    expect(lintSchema(defaultSchema)).toEqual([]);
  });

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(defaultSchema))).toEqual(defaultSchema);
  });

  it('maps users', () => {
    expect(users.name).toBe('Synchronize Azure Active Directory Users to Samanage');
    expect(users.enabled).toBe(true);
    expect(shown(users)).toEqual([
      [
        'email',
        'IIF(InStr([userPrincipalName],"#EXT#")=0,IIF(InStr([userPrincipalName],"@")>0,[userPrincipalName],[mail]),[mail])',
        1,
        null,
        undefined,
      ],
      ['name', '[displayName]', 0, null, undefined],
      ['active', 'Switch([IsSoftDeleted],,"False","True","True","False")', 0, null, undefined],
      ['title', '[jobTitle]', 0, null, 'clear'],
      ['phone', '[telephoneNumber]', 0, null, 'clear'],
      ['mobile_phone', '[mobile]', 0, null, 'clear'],
      ['department', '[department]', 0, null, 'clear'],
      ['site', '[physicalDeliveryOfficeName]', 0, null, 'clear'],
      ['reports_to', '[manager]', 0, null, 'clear'],
      ['role', 'SingleAppRoleAssignment([appRoleAssignments])', 0, '{"displayName":"Requester"}', 'default'],
    ]);
  });

  it('maps groups as soon as an admin switches that on', () => {
    expect(groups.name).toBe('Synchronize Azure Active Directory Groups to Samanage');
    expect(groups.enabled).toBe(false);
    expect(shown(groups)).toEqual([
      ['name', '[displayName]', 1, null, undefined],
      ['description', '[description]', 0, null, undefined],
      ['members', '[members]', 0, null, undefined],
    ]);
  });

  it('keeps expressions as Graph does, each part with its text', () => {
    const text = 'Switch([IsSoftDeleted], , "False", "True", "True", "False")';
    expect(users.attributeMappings[2]?.source).toEqual(
      toMappingSource(parseExpression(text, functionDefinitions), functionDefinitions),
    );
    expect(users.attributeMappings[2]?.source?.parameters?.map(({ key, value }) => [key, value.expression])).toEqual([
      ['source', '[IsSoftDeleted]'],
      ['switchValue', '"False"'],
      ['switchValue', '"True"'],
      ['switchValue', '"True"'],
      ['switchValue', '"False"'],
    ]);
  });

  it('describes source attributes that can be read', () => {
    const [source] = defaultSchema.directories;
    for (const { name: object, attributes } of source?.objects ?? []) {
      expect(attributes.filter(({ anchor }) => anchor).map(({ name }) => name)).toEqual(['objectId']);
      const unreadable = attributes.filter(({ name }) => !compileSourceAttribute(object as 'User', name, []));
      expect(unreadable).toEqual([]);
    }
    expect(source?.objects[0]?.attributes).toEqual(
      expect.arrayContaining([
        { name: 'objectId', type: 'String', anchor: true, required: true },
        { name: 'proxyAddresses', type: 'String', multivalued: true },
        { name: 'appRoleAssignments', type: 'String', multivalued: true },
        { name: 'IsSoftDeleted', type: 'Boolean' },
        {
          name: 'manager',
          type: 'Reference',
          referencedObjects: [{ referencedObjectName: 'User', referencedProperty: null }],
        },
      ]),
    );
  });

  it('describes what Samanage can be told', () => {
    const text = (name: string) => ({ name, type: 'String', caseExact: true });
    const referencedObjects = [{ referencedObjectName: 'User' }];
    expect(defaultSchema.directories[1]).toMatchObject({
      name: 'Samanage',
      objects: [
        {
          name: 'User',
          attributes: [
            { name: 'email', type: 'String', required: true, caseExact: false },
            { ...text('name'), required: true },
            { ...text('role'), required: true },
            ...['title', 'phone', 'mobile_phone', 'department', 'site'].map(text),
            { name: 'reports_to', type: 'Reference', referencedObjects },
            { name: 'active', type: 'Boolean' },
          ],
        },
        {
          name: 'Group',
          attributes: [
            { ...text('name'), required: true },
            text('description'),
            { name: 'members', type: 'Reference', multivalued: true, referencedObjects },
          ],
        },
      ],
    });
    expect(JSON.stringify(defaultSchema)).not.toContain('filterable');
  });

  it('says what Graph would of its rule and its mappings', () => {
    expect(defaultSchema.synchronizationRules).toEqual([
      expect.objectContaining({ name: 'USER_GROUP_OUTBOUND', editable: true, priority: 1, metadata: [] }),
    ]);
    expect(users.attributeMappings[1]).toEqual({
      targetAttributeName: 'name',
      source: { type: 'Attribute', name: 'displayName', expression: '[displayName]', parameters: [] },
      defaultValue: null,
      exportMissingReferences: false,
      flowBehavior: 'FlowWhenChanged',
      flowType: 'Always',
      matchingPriority: 0,
    });
  });
});
