import type { FindingList } from './finding';
import type { Flow } from './flow';
import type { TargetAttribute } from './samanage-target';

/** Tells ways of writing that do not do what they seem to (entra-provisioning.md §3.1, §3.2). */
export function lintWriting(flow: Flow, findings: FindingList): void {
  const { mapping, target, path } = flow;
  const { targetAttributeName: name, flowType = 'Always', matchingPriority = 0 } = mapping;
  if (matchingPriority > 0 && flowType === 'ObjectAddOnly') {
    const message = `${name} is written on creation alone: when it changes, the account is not found by it any more`;
    findings.warning(`${path}.flowType`, message);
  }
  if (flowType === 'MultiValueAddOnly' && target && !target.multivalued) {
    findings.warning(`${path}.flowType`, `${name} holds one value: MultiValueAddOnly is for attributes that hold many`);
  }
  lintNulls(flow, findings);
}

function lintNulls({ mapping, target, path }: Flow, findings: FindingList): void {
  const { targetAttributeName: name, nullPolicy, defaultValue } = mapping;
  if (nullPolicy === 'clear' && !canBeEmpty(target)) {
    findings.error(`${path}.nullPolicy`, `${name} cannot be empty at Samanage: the nullPolicy is ignore or default`);
  }
  if (nullPolicy === 'default' && typeof defaultValue !== 'string') {
    findings.warning(`${path}.nullPolicy`, `${name} has no default value: the nullPolicy default does as ignore does`);
  }
}

const canBeEmpty = (target: TargetAttribute | undefined): boolean => !target?.required && target?.type !== 'Boolean';
