import { compileRules, type SynchronizationSchema } from '@waybill/provisioning-rules';
import { schemaWith } from '../../testing/rules';
import { unknownGroup } from '../group-state';
import { KnownTenant } from './known-tenant';
import { planGroup } from './plan-group';
import { settleSearch } from './settle-search';

interface Editable {
  synchronizationRules: { objectMappings: { flowTypes: string }[] }[];
}

function rulesFor(flowTypes: string) {
  const schema = schemaWith({ groupFilter: [] }) as Editable;
  const groups = schema.synchronizationRules[0]?.objectMappings[1];
  if (groups) groups.flowTypes = flowTypes;
  return compileRules(schema as unknown as SynchronizationSchema);
}

const sales = { ...unknownGroup, directoryVersion: 1, resource: { displayName: 'Sales' } };
const group = (samanageId: number, name: string) => ({ samanageId, email: null, name, disabled: false });
const everyAction = { create: true, update: true, delete: true };
const occasion = { now: '2026-01-31T12:00:00.000Z', seed: 's' };
const plan = (tenant: KnownTenant | null, flowTypes = 'Add, Update, Delete') =>
  settleSearch(planGroup(sales, rulesFor(flowTypes), occasion), tenant);

describe('a plan for a group that was never wanted', () => {
  it.each<[name: string, tenant: KnownTenant | null, flowTypes: string, change: object]>([
    ['Samanage was not read', null, 'Add, Update', { kind: 'createOrMatch' }],
    ['nobody has its name', new KnownTenant([group(1, 'sales')]), 'Add, Update', { kind: 'create' }],
    ['one has its name', new KnownTenant([group(1, 'Sales')]), 'Add, Update', { kind: 'link', attributes: [] }],
    [
      'two have its name',
      new KnownTenant([group(1, 'Sales'), group(2, 'Sales')]),
      'Add, Update',
      { kind: 'park', reason: expect.stringMatching(/^DuplicateTargetEntries: 2 .*same name/) },
    ],
    ['creating is vetoed', new KnownTenant([]), 'Update', { kind: 'leave', reason: 'creating is switched off' }],
    [
      'updates are vetoed',
      new KnownTenant([group(1, 'Sales')]),
      'Add',
      { kind: 'link', reason: 'updates are switched off' },
    ],
  ])('where %s', (_, tenant, flowTypes, change) => {
    expect(plan(tenant, flowTypes)).toMatchObject(change);
  });
});

describe('a plan for a group that comes back', () => {
  const left = {
    ...sales,
    samanageId: 7,
    lastDesired: { changeId: 'change-1', presence: 'unmanaged', group: null, allowed: everyAction } as const,
  };
  const planBack = (applied: Record<string, string> | null) =>
    planGroup({ ...left, applied }, rulesFor('Add, Update'), occasion);

  it('compares with what was applied to the one of its link, and looks for no other', () => {
    expect(planBack({ name: 'Sales' })).toEqual({ kind: 'unchanged', reason: null, attributes: [] });
    expect(planBack({ name: 'Old' })).toMatchObject({
      kind: 'update',
      attributes: [{ attribute: 'name', from: 'Old', to: 'Sales' }],
    });
    expect(planBack(null)).toMatchObject({ kind: 'update' });
    expect(planBack(null).search).toBeUndefined();
  });
});
