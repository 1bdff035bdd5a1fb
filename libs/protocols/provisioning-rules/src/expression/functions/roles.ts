import type { ComplexValue, Value } from '../value';
import { type Arguments, eager } from './arguments';
import { isTrue } from './read-value';

const parameters = [{ key: 'source', type: 'Complex' }] as const;
const type = 'WindowsAzureActiveDirectoryRole';
const dialect = 'azure-ad';
const onlyAssigned = 'Nothing where none is assigned, as when the job synchronises all users.';

/** Functions of app roles, for which `[appRoleAssignments]` is meant (entra-provisioning.md §3.4, §4.6). */
export const roleFunctions = [
  eager(
    {
      name: 'SingleAppRoleAssignment',
      parameters,
      dialect,
      returns: 'String',
      meaning: `The value of one app role: the primary one, else the first. ${onlyAssigned}`,
      examples: [{ expression: 'SingleAppRoleAssignment([appRoleAssignments])', result: 'admin' }],
    },
    (given) => {
      const roles = rolesOf(given);
      const role = roles.find(isPrimary) ?? roles[0];
      return role ? valueOf(role) : null;
    },
  ),
  eager(
    {
      name: 'AppRoleAssignmentsComplex',
      parameters,
      dialect,
      returns: 'Complex',
      multivalued: true,
      meaning: `All app roles, as complex values with a displayName. ${onlyAssigned}`,
      examples: [
        {
          expression: 'AppRoleAssignmentsComplex([appRoleAssignments])',
          result: [{ primary: false, type, value: 'admin', displayName: 'Administrator' }],
        },
      ],
    },
    (given) =>
      allOrNull(given, (role) => ({ primary: false, type, value: valueOf(role), displayName: displayOf(role) })),
  ),
  eager(
    {
      name: 'AssertiveAppRoleAssignmentsComplex',
      parameters,
      dialect,
      returns: 'Complex',
      multivalued: true,
      meaning: `All app roles, as complex values with a display, in place of whatever roles there are. ${onlyAssigned}`,
      examples: [
        {
          expression: 'AssertiveAppRoleAssignmentsComplex([appRoleAssignments])',
          result: [{ primary: false, type, value: 'admin', display: 'Administrator' }],
        },
      ],
    },
    (given) => allOrNull(given, (role) => ({ primary: false, type, value: valueOf(role), display: displayOf(role) })),
  ),
  eager(
    {
      name: 'AppRoleAssignments',
      parameters,
      dialect: 'graph',
      returns: 'String',
      multivalued: true,
      meaning: `The names of all app roles. ${onlyAssigned}`,
      examples: [{ expression: 'AppRoleAssignments([appRoleAssignments])', result: ['Administrator'] }],
    },
    (given) => allOrNull(given, displayOf),
  ),
];

function rolesOf(given: Arguments): readonly ComplexValue[] {
  return given.list(0).map((role) => {
    if (typeof role === 'object' && role !== null && !Array.isArray(role)) return role as ComplexValue;
    throw given.failure(0, 'has to be app roles, as [appRoleAssignments] is');
  });
}

function allOrNull(given: Arguments, convert: (role: ComplexValue) => Value): Value {
  const roles = rolesOf(given);
  return roles.length === 0 ? null : roles.map(convert);
}

const isPrimary = ({ primary }: ComplexValue): boolean => isTrue(simple(primary) ?? '');

/** A role that has only a name is told by it, and the other way round. */
const valueOf = ({ value, displayName, display }: ComplexValue): string | null =>
  firstSimple(value, displayName, display);
const displayOf = ({ value, displayName, display }: ComplexValue): string | null =>
  firstSimple(displayName, display, value);

const firstSimple = (...values: readonly unknown[]): string | null => {
  for (const value of values) {
    const text = simple(value);
    if (text) return text;
  }
  return null;
};

function simple(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
