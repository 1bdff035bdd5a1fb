import { given } from '@waybill/decider';
import { defaultRules } from '@waybill/provisioning-rules';
import type { Rules } from '@waybill/contracts';
import { job, type JobCommand } from './job';

const rules = structuredClone(defaultRules) as Rules;
const create: JobCommand = {
  type: 'create-job',
  jobId: 'job-1',
  servicePrincipalId: '01a20d7b-0000-7333-918c-000000000001',
  name: 'Samanage',
  rules,
  cycleId: '01a20d7b-0000-7333-918c-000000000002',
};
const created = given(job).when(create).events;

describe('a job', () => {
  it('is created with its rules, switched on, and in a cycle', () => {
    expect(created).toEqual([
      { type: 'job.created', data: { servicePrincipalId: create.servicePrincipalId, name: 'Samanage' } },
      { type: 'job.rules-applied', data: { rulesVersion: 1, rules } },
      { type: 'job.started', data: {} },
      { type: 'job.cycle-opened', data: { cycleId: create.cycleId, kind: 'incremental' } },
    ]);
  });

  it('is created once', () => {
    expect(given(job, ...created).when({ ...create, cycleId: create.servicePrincipalId }).events).toEqual([]);
  });

  it('is of one service principal, and the only job of it', () => {
    const { refusal } = given(job, ...created).when({ ...create, servicePrincipalId: create.cycleId });
    expect(refusal).toMatchObject({ kind: 'already-exists', code: 'mapping.job-exists' });
    const { state } = given(job, ...created).when();
    expect(job.claims?.(state)).toEqual([`service-principal:${create.servicePrincipalId}`]);
    expect(job.claims?.(job.initialState())).toEqual([]);
  });

  it('is not created with rules that cannot be applied', () => {
    const { refusal } = given(job).when({ ...create, rules: { users: { scope: 'all', attributeMappings: [] } } });
    expect(refusal).toMatchObject({ kind: 'invalid', code: 'mapping.rules-invalid' });
    expect(refusal?.message).toContain('email must be mapped');
  });
});
