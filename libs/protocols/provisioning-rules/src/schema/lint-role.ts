import type { FindingList } from './finding';
import type { Flow } from './flow';
import { quoted } from './json-value';
import { suggestion } from './nearest-name';
import { roleInDefault } from './role-default';

/**
 * Tells a role that Samanage does not have, where a mapping names one: whoever is given it would be refused
 * (samanage-api.md §2.5).
 *
 * @param roles names of the account's roles
 */
export function lintRole(flow: Flow, roles: readonly string[], findings: FindingList): void {
  if (flow.target?.name !== 'role') return;
  for (const [member, role] of Object.entries(rolesNamedIn(flow))) {
    if (role === undefined || roles.includes(role)) continue;
    findings.warning(`${flow.path}.${member}`, `Samanage has no role ${quoted(role)}${suggestion(role, roles)}`);
  }
}

const rolesNamedIn = ({ tree, mapping: { defaultValue } }: Flow): Readonly<Record<string, string | undefined>> => ({
  source: tree?.kind === 'constant' ? String(tree.value) : undefined,
  defaultValue: typeof defaultValue === 'string' ? roleInDefault(defaultValue) : undefined,
});
