import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PushState } from './push-state';

const person = { attributes: { userName: 'ann@contoso.com' }, active: true, manager: null, deleted: false };
const group = { displayName: 'Engineering', externalId: 'g', members: ['u1', 'u2'], deleted: false };
const write = { method: 'PATCH', path: '/Groups/g1', status: 204, objectId: 'g', id: 'g1' };

describe('what was pushed', () => {
  let folder: string;
  let state: PushState;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'azure-ad-'));
    state = PushState.open(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const notePerson = (operation: 'create' | 'delete', expected = person) =>
    state.note({ method: 'POST', path: '/Users', status: 201, objectId: 'u', id: 'u1', operation, expected });
  const lines = () => readFileSync(join(folder, 'ledger.jsonl'), 'utf8').trimEnd().split('\n');
  const reopen = () => {
    state.close();
    return (state = PushState.open(folder));
  };

  it('is a line without a kind for a person, and one of its own kind for a group', () => {
    notePerson('create');
    state.noteGroup({ ...write, operation: 'members-add', expected: group });
    state.close();
    const time = /"time":"[^"]+"/;
    expect(lines().map((line) => line.replace(time, '"time":""'))).toEqual([
      '{"sequence":1,"time":"","userName":"ann@contoso.com","method":"POST","path":"/Users","status":201,' +
        '"objectId":"u","id":"u1","operation":"create",' +
        '"expected":{"attributes":{"userName":"ann@contoso.com"},"active":true,"manager":null,"deleted":false}}',
      '{"sequence":2,"time":"","kind":"group","method":"PATCH","path":"/Groups/g1","status":204,' +
        '"objectId":"g","id":"g1","operation":"members-add",' +
        '"expected":{"displayName":"Engineering","externalId":"g","members":["u1","u2"],"deleted":false}}',
    ]);
  });

  it('is read again from the ledger', () => {
    notePerson('create');
    state.noteGroup({ ...write, operation: 'members-add', expected: group });
    expect([...reopen().groups.values()]).toEqual([{ objectId: 'g', id: 'g1', ...group }]);
    expect([...state.people.keys()]).toEqual(['u']);
    expect(['u', 'g', 'nobody'].map((objectId) => state.idOf(objectId))).toEqual(['u1', 'g1', undefined]);
    state.noteGroup({ ...write, operation: 'group-delete', expected: { ...group, members: [], deleted: true } });
    expect(JSON.parse(lines()[2] ?? '')).toMatchObject({ sequence: 3, kind: 'group' });
    expect(state.group('g')).toBeUndefined();
    state.close();
  });

  it('has no members who were deleted, though nothing was written about the group', () => {
    notePerson('create');
    state.noteGroup({ ...write, operation: 'members-add', expected: group });
    notePerson('delete', { ...person, active: false, deleted: true });
    for (const each of [state, reopen()]) expect(each.group('g')?.members).toEqual(['u2']);
    expect(state.idOf('u')).toBeUndefined();
    state.close();
  });
});
