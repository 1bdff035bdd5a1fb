import {
  defaultLeniency,
  groupType,
  type Leniency,
  parseResource,
  readPatch,
  type ResourceType,
  userType,
} from '@waybill/scim';
import type { ResourceCommand } from '../domain/resources/resource-command';

export const jobId = '0b9f6cf4-8a5c-4f3a-9a4e-3a1f0c1d2e3f';

const typed = (resourceType: ResourceType, leniency: Partial<Leniency> = {}) => {
  const about = (id: string, version: string | null = null) => ({
    jobId,
    id,
    resourceType,
    leniency: { ...defaultLeniency, ...leniency },
    changeId: '01a20d80-2f1c-75e1-98ed-000000000001',
    membersChangeId: '01a20d80-2f1c-75e1-98ed-000000000002',
    now: '2026-01-31T12:00:00.000Z',
    ifMatch: version === null ? null : [version],
  });
  const read = (body: object) => {
    const whole = { schemas: [resourceType.schema.id], ...body };
    const { resource, members = [] } = parseResource(resourceType, whole, { ...defaultLeniency, ...leniency });
    return { resource, members };
  };
  return {
    create: (id: string, body: object): ResourceCommand => ({ type: 'create-resource', ...about(id), ...read(body) }),
    replace: (id: string, body: object): ResourceCommand => ({ type: 'replace-resource', ...about(id), ...read(body) }),
    patch: (id: string, operations: readonly object[], version?: string): ResourceCommand => {
      const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
      const patch = readPatch(resourceType, { schemas, Operations: operations }, { ...defaultLeniency, ...leniency });
      return { type: 'patch-resource', ...about(id, version), patch };
    },
    delete: (id: string): ResourceCommand => ({ type: 'delete-resource', ...about(id) }),
    drop: (id: string, ...memberIds: string[]): ResourceCommand => ({ type: 'drop-members', ...about(id), memberIds }),
  };
};

/** Commands about users, as requests lead to them. */
export const users = (leniency?: Partial<Leniency>) => typed(userType, leniency);

/** Commands about groups. */
export const groups = (leniency?: Partial<Leniency>) => typed(groupType, leniency);
