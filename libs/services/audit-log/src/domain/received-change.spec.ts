import type { DirectoryWrite, MembersChanged } from '@waybill/contracts';
import { type ReceivedParts, receivedParts, receivedSteps } from './received-change';

const at = '2026-01-31T12:00:00.000Z';
const changeId = '01a20d7b-0000-7333-918c-000000000002';
const write = (type: DirectoryWrite['type'], more: object) =>
  ({ type, data: { changeId, at, ...more } }) as unknown as DirectoryWrite;

const engineering = { groupId: 'g', displayName: 'Engineering' };
const users = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: `u${n}`, type: 'User', display: null }));
const members = (more: Partial<MembersChanged['data']>) =>
  write('directory.members-changed', {
    ...engineering,
    part: 1,
    parts: 1,
    added: [],
    removed: [],
    cause: 'requested',
    emptied: false,
    ...more,
  });
/** What is known once all of some writes were heard. */
const known = (...writes: DirectoryWrite[]): ReceivedParts =>
  Object.assign({}, ...writes.map((each) => receivedParts(each, at))) as ReceivedParts;

const laptop = { resourceId: 'r', resourceType: 'Device', resource: { displayName: 'Laptop 1' } };

describe('what a record says was received', () => {
  it.each<[DirectoryWrite['type'], object, string, string]>([
    ['directory.user-created', { resource: { userName: 'AdeleV@contoso.com' } }, 'Add', "User 'AdeleV@contoso.com'"],
    ['directory.user-changed', { resource: { displayName: 'Adele', userName: 'A' } }, 'Update', "User 'Adele'"],
    ['directory.user-deleted', { displayName: 'Adele Vance' }, 'Delete', "User 'Adele Vance'"],
    ['directory.group-created', { resource: { displayName: 'Engineering' } }, 'Add', "Group 'Engineering'"],
    ['directory.group-changed', { resource: { displayName: 'Engineering' } }, 'Update', "Group 'Engineering'"],
    ['directory.group-deleted', engineering, 'Delete', "Group 'Engineering'"],
    ['directory.resource-created', laptop, 'Add', "Device 'Laptop 1'"],
    ['directory.resource-changed', { ...laptop, resource: { serialNumber: 'SN-1' } }, 'Update', "Device ''"],
    ['directory.resource-deleted', { ...laptop, resource: undefined, displayName: 'L' }, 'Delete', "Device 'L'"],
  ])('of %s %j: %s, %s', (type, data, kind, subject) => {
    const { resource, ...rest } = data as { resource?: object };
    expect(receivedSteps(known(write(type, { ...rest, ...(resource && { resource }) })))).toEqual([
      {
        name: `EntryImport${kind}`,
        provisioningStepType: 'import',
        status: 'success',
        description: `Received ${subject} change of type (${kind}) from Azure Active Directory`,
        details: {},
      },
    ]);
  });

  it.each<[string, Partial<MembersChanged['data']>, string, string]>([
    ['joined and left', { added: users(2), removed: ['u9'] }, 'success', '2 joined, 1 left'],
    [
      'were deleted',
      { removed: ['u9'], cause: 'member-deleted' },
      'success',
      '0 joined, 1 left, because they were deleted',
    ],
    [
      'were all taken away at once',
      { removed: ['u8', 'u9'], emptied: true },
      'warning',
      'THE GROUP WAS EMPTIED: one request took all its members away (0 joined, 2 left)',
    ],
  ])('of members who %s', (_, more, status, words) => {
    const [step] = receivedSteps(known(members(more)));
    expect(step).toMatchObject({
      name: 'EntryImportUpdate',
      status,
      description: `Received Group 'Engineering' change of type (Update) from Azure Active Directory: ${words}`,
      details: { MembersLeft: String(more.removed?.length), Emptied: more.emptied ? 'True' : 'False' },
    });
  });

  it('of members told in parts counts all of them, and begins with the last', () => {
    const parts = [
      members({ part: 1, parts: 3, added: users(1_000), removed: ['u1'] }),
      members({ part: 2, parts: 3, added: users(1_000) }),
      members({ part: 3, parts: 3, added: users(7) }),
    ];
    expect(receivedSteps(known(...parts.slice(0, 2)))).toEqual([]);
    expect(receivedSteps(known(...parts))[0]?.details).toMatchObject({ MembersJoined: '2007', MembersLeft: '1' });
  });

  it('is nothing where nothing is known', () => {
    expect(receivedSteps({})).toEqual([]);
  });
});
