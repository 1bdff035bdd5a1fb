import { randomUUID } from 'node:crypto';

const departments = ['Sales', 'Retail', 'Engineering', 'Finance', 'Legal'];
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** A made-up directory user as SCIM tells him; the same number is always the same person. */
export function resourceOf(number: number, more: object = {}): Record<string, unknown> {
  const name = `person${number}`;
  return {
    userName: `${name}@contoso.com`,
    displayName: `Person ${number}`,
    active: true,
    title: `Title ${number % 50}`,
    name: { givenName: 'Person', familyName: String(number) },
    emails: [{ type: 'work', value: `${name}@contoso.com` }],
    phoneNumbers: [
      { type: 'work', value: `+1 425 555 ${number}` },
      { type: 'mobile', value: `+1 206 555 ${number}` },
    ],
    addresses: [{ type: 'work', formatted: `18/${number % 100}` }],
    roles: number % 7 === 0 ? [] : [{ primary: true, value: 'Requester' }],
    [enterprise]: { department: departmentOf(number) },
    ...more,
  };
}

export const departmentOf = (number: number): string => departments[number % departments.length] ?? '';

/** What mapping's log keeps of somebody who was provisioned under the default rules. */
export function stateOf(number: number): object {
  const changeId = randomUUID();
  const email = `person${number}@contoso.com`;
  const values = {
    email,
    name: `Person ${number}`,
    title: `Title ${number % 50}`,
    phone: `+1 425 555 ${number}`,
    mobile_phone: `+1 206 555 ${number}`,
    department: departmentOf(number),
    site: `18/${number % 100}`,
    reports_to: null,
    role: 'Requester',
  };
  const account = {
    values,
    onCreation: {},
    ifEmpty: {},
    alwaysSent: [],
    matching: [{ attribute: 'email', value: email }],
    redacted: [],
  };
  return {
    directoryVersion: 1,
    displayName: values.name,
    resource: resourceOf(number),
    takenIn: true,
    rulesVersion: 1,
    lastChangeId: changeId,
    lastDirectoryChange: changeId,
    evaluatedIn: null,
    lastDesired: { changeId, presence: 'enabled', account, allowed: { create: true, update: true, delete: true } },
    waiting: null,
    samanageId: number + 1,
    outcomeOf: changeId,
    lastOutcome: 'applied',
    applied: { ...values, disabled: 'false' },
  };
}
