import type { Value } from '../value';
import { evaluate, failureOf } from './testing/evaluate';

const admin = { id: '1', value: 'admin', displayName: 'Administrator', type: 'x' };
const user = { id: '2', value: 'user', display: 'User', primary: true };
const type = 'WindowsAzureActiveDirectoryRole';

const single: readonly [roles: Value, result: Value][] = [
  [[admin, user], 'user'],
  [[admin, { ...user, primary: 'True' }], 'user'],
  [[admin, { ...user, primary: false }], 'admin'],
  [[admin], 'admin'],
  [admin, 'admin'],
  [[{ displayName: 'Only a name' }], 'Only a name'],
  [[{ value: '', display: 'Only a name' }], 'Only a name'],
  [[{ value: 25 }], '25'],
  [[{ id: '1' }], null],
  [[], null],
  [null, null],
];

describe('the functions of roles', () => {
  it.each(single)('tell the one role of %j by its value, %j', (roles, result) => {
    expect(evaluate('SingleAppRoleAssignment([roles])', { roles })).toBe(result);
  });

  it('tell all roles', () => {
    const roles = [admin, user, { value: 'guest' }];
    expect(evaluate('AppRoleAssignmentsComplex([roles])', { roles })).toEqual([
      { primary: false, type, value: 'admin', displayName: 'Administrator' },
      { primary: false, type, value: 'user', displayName: 'User' },
      { primary: false, type, value: 'guest', displayName: 'guest' },
    ]);
    expect(evaluate('AssertiveAppRoleAssignmentsComplex([roles])', { roles })).toEqual([
      { primary: false, type, value: 'admin', display: 'Administrator' },
      { primary: false, type, value: 'user', display: 'User' },
      { primary: false, type, value: 'guest', display: 'guest' },
    ]);
    expect(evaluate('AppRoleAssignments([roles])', { roles })).toEqual(['Administrator', 'User', 'guest']);
  });

  it.each(['AppRoleAssignmentsComplex', 'AssertiveAppRoleAssignmentsComplex', 'AppRoleAssignments'])(
    '%s is absent where there are none',
    (name) => {
      expect(evaluate(`${name}([roles])`, { roles: null })).toBeNull();
      expect(evaluate(`${name}([roles])`, { roles: [] })).toBeNull();
    },
  );

  it('fail for what are no roles', () => {
    const problem = 'source has to be app roles, as [appRoleAssignments] is';
    expect(failureOf('SingleAppRoleAssignment("admin")')).toBe(`SingleAppRoleAssignment: ${problem}`);
    expect(failureOf('AppRoleAssignments([roles])', { roles: [[admin]] })).toBe(`AppRoleAssignments: ${problem}`);
  });
});
