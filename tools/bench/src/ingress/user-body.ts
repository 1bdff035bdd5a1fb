/** What Azure AD sends of a person (scim.md §1.3). */
export const userBody = (number: number): string =>
  JSON.stringify({
    schemas: [
      'urn:ietf:params:scim:schemas:core:2.0:User',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
    ],
    externalId: `user${number}`,
    userName: `user${number}@contoso.com`,
    active: true,
    displayName: `User ${number}`,
    emails: [{ primary: true, type: 'work', value: `user${number}@contoso.com` }],
    name: { givenName: 'User', familyName: String(number) },
    roles: [{ primary: true, type: 'WindowsAzureActiveDirectoryRole', value: 'Requester' }],
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {
      department: 'Retail',
      employeeNumber: String(number),
    },
  });
