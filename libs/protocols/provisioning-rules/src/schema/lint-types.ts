import type { FindingList } from './finding';
import type { Flow, FlowType } from './flow';
import { quoted } from './json-value';
import type { TargetAttribute } from './samanage-target';

interface Mismatch {
  readonly severity: 'error' | 'warning';
  readonly problem: string;
}

const mayHoldIds: Mismatch = {
  severity: 'warning',
  problem: 'takes a reference: a text does only where it is the directory id of a user',
};
const neverRefers: Mismatch = { severity: 'error', problem: 'takes a reference' };
const onlyBooleans: Mismatch = { severity: 'warning', problem: 'takes True or False alone' };
const neverBoolean: Mismatch = { severity: 'error', problem: 'takes True or False' };

/** What each type of target says to what it is brought. Numbers and dates can be written as texts; roles are told apart. */
const mismatches: Readonly<Partial<Record<TargetAttribute['type'], Readonly<Partial<Record<FlowType, Mismatch>>>>>> = {
  String: {
    Reference: { severity: 'error', problem: 'takes a text: it would be written the id that the directory has for it' },
    Boolean: { severity: 'warning', problem: 'takes a text: it is written the words True and False' },
  },
  Reference: {
    String: mayHoldIds,
    Integer: neverRefers,
    Boolean: neverRefers,
    DateTime: neverRefers,
  },
  Boolean: {
    String: onlyBooleans,
    Integer: onlyBooleans,
    DateTime: neverBoolean,
    Reference: neverBoolean,
  },
};

/** Tells sources that a target cannot take (entra-provisioning.md §3.2). */
export function lintTypes(flow: Flow, findings: FindingList): void {
  const { target, path } = flow;
  if (!target) return;
  if (flow.multivalued && !target.multivalued) {
    const message =
      `SchemaPropertyCanOnlyAcceptValue: ${target.name} holds one value, but its source has many; ` +
      'take one with Item(…, 1), or join them';
    findings.error(`${path}.source`, message);
  }
  if (target.type === 'Boolean') lintBoolean(flow, target, findings);
  lintMismatch(flow, target, findings);
}

function lintMismatch({ tree, path, type }: Flow, target: TargetAttribute, findings: FindingList): void {
  const mismatch = mismatches[target.type]?.[type];
  if (!mismatch || (tree?.kind === 'constant' && target.type === 'Boolean')) return;
  const message = `${target.name} ${mismatch.problem}, but its source is of type ${type}`;
  findings[mismatch.severity](`${path}.source`, message);
}

const isBoolean = (text: string): boolean => /^(?:true|false)$/i.test(text);

function lintBoolean({ mapping, tree, path }: Flow, { name }: TargetAttribute, findings: FindingList): void {
  const { defaultValue } = mapping;
  if (typeof defaultValue === 'string' && !isBoolean(defaultValue)) {
    findings.error(
      `${path}.defaultValue`,
      `${name} takes True or False, but its default value is ${quoted(defaultValue)}`,
    );
  }
  if (tree?.kind === 'constant' && !isBoolean(String(tree.value))) {
    findings.error(`${path}.source`, `${name} takes True or False, but its source is ${quoted(String(tree.value))}`);
  }
}
