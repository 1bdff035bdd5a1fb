import { PatchBodies } from './dialects';

const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
const added = { operation: 'members-add', ids: ['u1', 'u2'] } as const;
const removed = { operation: 'members-remove', ids: ['u1', 'u2'] } as const;
const references = [
  { $ref: null, value: 'u1' },
  { $ref: null, value: 'u2' },
];
const rename = [
  { path: 'displayName', value: 'New' },
  { path: 'externalId', value: 'e1' },
];

describe('a PATCH (scim.md §1.4)', () => {
  it('is in capitals in the old dialect, one operation an attribute', () => {
    const bodies = new PatchBodies('old');
    expect(bodies.members(added)).toEqual({ schemas, Operations: [{ op: 'Add', path: 'members', value: references }] });
    expect(bodies.members(removed)).toEqual({
      schemas,
      Operations: [{ op: 'Remove', path: 'members', value: references }],
    });
    expect(bodies.attributes([...rename, { path: 'active', value: false }, { path: 'title', value: null }])).toEqual({
      schemas,
      Operations: [
        { op: 'Replace', path: 'displayName', value: 'New' },
        { op: 'Replace', path: 'externalId', value: 'e1' },
        { op: 'Replace', path: 'active', value: 'False' },
        { op: 'Remove', path: 'title' },
      ],
    });
    expect(bodies.manager('m1')).toMatchObject({ Operations: [{ op: 'Add', value: 'm1' }] });
  });

  it('follows the RFC in the compliant dialect, one operation a removed member', () => {
    const bodies = new PatchBodies('compliant');
    expect(bodies.members(added)).toEqual({ schemas, Operations: [{ op: 'add', path: 'members', value: references }] });
    expect(bodies.members(removed)).toEqual({
      schemas,
      Operations: [
        { op: 'remove', path: 'members[value eq "u1"]' },
        { op: 'remove', path: 'members[value eq "u2"]' },
      ],
    });
    expect(bodies.attributes([...rename, { path: 'active', value: false }, { path: 'title', value: null }])).toEqual({
      schemas,
      Operations: [
        { op: 'replace', value: { displayName: 'New', externalId: 'e1', active: false } },
        { op: 'remove', path: 'title' },
      ],
    });
    expect(bodies.manager('m1')).toMatchObject({ Operations: [{ op: 'add', value: 'm1' }] });
  });

  it('takes turns in a mixed tenant', () => {
    const bodies = new PatchBodies('mixed');
    const turns = [bodies.members(added), bodies.attributes(rename), bodies.members(added)];
    expect(turns).toMatchObject([
      { Operations: [{ op: 'add' }] },
      { Operations: [{ op: 'Replace' }, { op: 'Replace' }] },
      { Operations: [{ op: 'add' }] },
    ]);
  });
});
