import { referencesIn, referencesInPath, resolved, resolvedPath, withoutForwardValues } from './bulk-references';

const ids = new Map([
  ['ann', 'id-of-ann'],
  ['team', 'id-of-team'],
]);

describe('references to what a bulk request makes', () => {
  it.each<[string, unknown, string[], unknown]>([
    ['a text that is one', 'bulkId:ann', ['ann'], 'id-of-ann'],
    [
      'at any depth',
      { a: [{ value: 'bulkId:ann' }, ['bulkId:team']] },
      ['ann', 'team'],
      { a: [{ value: 'id-of-ann' }, ['id-of-team']] },
    ],
    ['not known yet', { value: 'bulkId:bob' }, ['bob'], { value: 'bulkId:bob' }],
    ['within a text', { displayName: 'about bulkId:ann' }, [], { displayName: 'about bulkId:ann' }],
    [
      'in the filter of a PATCH path',
      { Operations: [{ op: 'remove', PATH: 'members[value eq "bulkId:ann" or value eq "bulkId:bob"]' }] },
      ['ann', 'bob'],
      { Operations: [{ op: 'remove', PATH: 'members[value eq "id-of-ann" or value eq "bulkId:bob"]' }] },
    ],
    ['no object', 7, [], 7],
  ])('%s', (_, data, found, expected) => {
    expect(referencesIn(data)).toEqual(found);
    expect(resolved(data, ids)).toEqual(expected);
  });

  it.each([
    ['/Users/bulkId:ann', ['ann'], '/Users/id-of-ann'],
    ['/Users/bulkId:bob', ['bob'], '/Users/bulkId:bob'],
    ['/Users/xbulkId:ann', [], '/Users/xbulkId:ann'],
  ])('in a path: %s', (path, found, expected) => {
    expect(referencesInPath(path)).toEqual(found);
    expect(resolvedPath(path, ids)).toBe(expected);
  });

  it('to what is made later are taken out of a list', () => {
    const data = { Members: [{ value: 'bulkId:ann' }, { value: 'bulkId:bob' }, 'bulkId:eve'], displayName: 'A' };
    expect(withoutForwardValues(data, 'members', ids)).toEqual({
      data: { Members: [{ value: 'bulkId:ann' }], displayName: 'A' },
      later: [{ value: 'bulkId:bob' }, 'bulkId:eve'],
    });
    expect(withoutForwardValues(data, '', ids)).toEqual({ data, later: [] });
  });
});
