import type { Person } from '../directory/person';

export const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const core = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** What a person becomes at the SCIM endpoint, by path; null sources are not there (scim.md §1.1). */
export type ScimAttributes = Readonly<Record<string, string>>;

/** The default attribute mappings (entra-provisioning.md §3.6). `roles` holds the value of the one role. */
const mappings: Readonly<Record<string, (person: Person) => string | null>> = {
  userName: ({ userPrincipalName }) => userPrincipalName,
  externalId: ({ mailNickname }) => mailNickname,
  displayName: ({ displayName }) => displayName,
  title: ({ jobTitle }) => jobTitle,
  'emails[type eq "work"].value': ({ mail }) => mail,
  'name.givenName': ({ givenName }) => givenName,
  'name.familyName': ({ surname }) => surname,
  'addresses[type eq "work"].formatted': ({ physicalDeliveryOfficeName }) => physicalDeliveryOfficeName,
  'phoneNumbers[type eq "work"].value': ({ telephoneNumber }) => telephoneNumber,
  'phoneNumbers[type eq "mobile"].value': ({ mobile }) => mobile,
  [`${enterprise}:employeeNumber`]: ({ employeeId }) => employeeId,
  [`${enterprise}:department`]: ({ department }) => department,
  roles: ({ appRoleAssignments }) => appRoleAssignments.find(({ value }) => value !== null)?.value ?? null,
};

export function scimAttributes(person: Person): ScimAttributes {
  return Object.fromEntries(
    Object.entries(mappings).flatMap(([path, read]) => {
      const value = read(person);
      return value === null || value === '' ? [] : [[path, value]];
    }),
  );
}

const role = (value: string) => [{ primary: true, type: 'WindowsAzureActiveDirectoryRole', value, display: value }];

/** The body of a POST: the paths unfolded (scim.md §1.3). */
export function createBody(attributes: ScimAttributes): object {
  const { roles } = attributes;
  const work = (path: string, member: string) => {
    const value = attributes[path];
    return value === undefined ? [] : [{ type: path.includes('"mobile"') ? 'mobile' : 'work', [member]: value }];
  };
  const emails = work('emails[type eq "work"].value', 'value').map((each) => ({ primary: true, ...each }));
  return {
    schemas: [core, enterprise],
    externalId: attributes.externalId,
    userName: attributes.userName,
    active: true,
    displayName: attributes.displayName,
    title: attributes.title ?? null,
    emails,
    name: { givenName: attributes['name.givenName'], familyName: attributes['name.familyName'] },
    phoneNumbers: [
      ...work('phoneNumbers[type eq "work"].value', 'value'),
      ...work('phoneNumbers[type eq "mobile"].value', 'value'),
    ],
    addresses: work('addresses[type eq "work"].formatted', 'formatted'),
    meta: { resourceType: 'User' },
    roles: roles === undefined ? [] : role(roles),
    [enterprise]: {
      employeeNumber: attributes[`${enterprise}:employeeNumber`],
      department: attributes[`${enterprise}:department`],
    },
  };
}

/** What a PATCH has to say of a path: its new value, or that it has none any more. */
export type Change = { readonly path: string; readonly value: unknown };

/** The paths that differ from what was pushed last; a value that is gone is told as null. */
export function changedAttributes(before: ScimAttributes, after: ScimAttributes): Change[] {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...paths].flatMap((path) => {
    if (before[path] === after[path]) return [];
    const value = after[path] ?? null;
    return [{ path, value: path === 'roles' && value !== null ? role(value) : value }];
  });
}
