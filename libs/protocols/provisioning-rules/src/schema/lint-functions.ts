import { functionDefinitions } from '../expression';
import type { FindingList } from './finding';
import type { JobSettings } from './job-settings';
import { callsOf, type Flow } from './flow';

const roleFunctions = [
  'SingleAppRoleAssignment',
  'AppRoleAssignmentsComplex',
  'AssertiveAppRoleAssignmentsComplex',
  'AppRoleAssignments',
];

/** Tells functions and attributes that do not do here (entra-provisioning.md §3.4, §3.5, §4.2). */
export function lintFunctions(flow: Flow, findings: FindingList, settings: JobSettings): void {
  for (const name of callsOf(flow)) lintFunction(name, flow, findings);
  for (const { severity, isSo, message } of lints) {
    if (isSo(flow, settings)) findings[severity](`${flow.path}.source`, message);
  }
}

interface Lint {
  readonly severity: 'error' | 'warning';
  readonly isSo: (flow: Flow, settings: JobSettings) => boolean;
  readonly message: string;
}

const lints: readonly Lint[] = [
  {
    severity: 'warning',
    isSo: ({ contradictory }) => contradictory,
    message: 'The text of the expression says something else than its parameters; the parameters count',
  },
  {
    severity: 'error',
    isSo: ({ tree }) => tree?.kind === 'attribute' && tree.name === 'appRoleAssignments',
    message: 'appRoleAssignments cannot be mapped directly: use SingleAppRoleAssignment([appRoleAssignments])',
  },
  {
    severity: 'warning',
    isSo: (flow, { defaultDomain }) => defaultDomain === null && callsOf(flow).includes('DefaultDomain'),
    message: 'DefaultDomain() fails for everybody: the setting DefaultDomain is not given',
  },
  {
    severity: 'warning',
    isSo: (flow) => switchesOn('manager', flow),
    message: 'Switch does not do for references such as manager: map [manager] directly',
  },
];

function lintFunction(name: string, { mapping, path }: Flow, findings: FindingList): void {
  const target = mapping.targetAttributeName;
  if (name === 'SelectUniqueValue') {
    findings.error(
      `${path}.source`,
      'SelectUniqueValue cannot be used: Samanage is not asked whether a value is taken',
    );
  }
  if (roleFunctions.includes(name) && target !== 'role') {
    findings.error(`${path}.source`, `${name} gives app roles, which can be mapped to role alone, not to ${target}`);
  }
  if (functionDefinitions.get(name)?.dialect === 'cloud-sync') {
    findings.warning(`${path}.source`, `${name} belongs to cloud sync: app provisioning in Azure AD does not know it`);
  }
}

const switchesOn = (attribute: string, flow: Flow): boolean =>
  flow.parts.some(
    (part) =>
      part.kind === 'call' &&
      part.name === 'Switch' &&
      part.arguments.some((argument) => argument?.kind === 'attribute' && argument.name === attribute),
  );
