import type { FindingList } from './finding';
import { type Flow, reads } from './flow';

/** Tells what keeps people from being disabled who have lost their access (entra-provisioning.md §2.5, §3.3). */
export function lintActive(flows: readonly Flow[], path: string, findings: FindingList): void {
  const flow = flows.find(({ mapping }) => mapping.targetAttributeName === 'active');
  if (!flow?.mapping.source) {
    const message = 'Nothing is mapped to active, so that nobody is ever disabled: map Not([IsSoftDeleted]) to it';
    findings.warning(flow?.path ?? path, message);
    return;
  }
  if (flow.mapping.flowType === 'ObjectAddOnly') {
    findings.warning(`${flow.path}.flowType`, 'active always flows: that it should on creation alone has no effect');
  }
  if (reads(flow, 'IsSoftDeleted')) return;
  const source = reads(flow, 'accountEnabled') ? 'accountEnabled stays true' : 'its source stays as it is';
  const message =
    `active does not depend on IsSoftDeleted: ${source} for someone who is unassigned or leaves the scope, ` +
    'so that he is not disabled; map Not([IsSoftDeleted]) to it';
  findings.warning(`${flow.path}.source`, message);
}
