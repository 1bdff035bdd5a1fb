import type { AttributeMapping } from '../schema';
import type { EvaluationProblem, Wanted } from './evaluation';
import type { CompiledAttributeMapping } from './compile-attribute-mapping';
import type { MappedValue } from './mapped-value';

/** Gathers what the mappings of one subject come to (entra-provisioning.md §3.1, §3.2). */
export class WantedValues {
  private readonly values: Record<string, string | null> = {};
  private readonly onCreation: Record<string, string> = {};
  private readonly ifEmpty: Record<string, string> = {};
  private readonly alwaysSent: string[] = [];
  private readonly redacted: string[] = [];
  private readonly found = new Map<string, string>();
  ignored = false;
  problem: EvaluationProblem | null = null;

  take(compiled: CompiledAttributeMapping, mapped: MappedValue): void {
    switch (mapped.kind) {
      case 'ignore-attribute':
        return;
      case 'ignore-object':
        this.ignored = true;
        return;
      case 'failed':
        this.problem ??= { code: mapped.code, reason: mapped.reason };
        return;
      case 'value':
        this.write(compiled, mapped.text);
    }
  }

  /** Of what is no value only the signals count, and that it failed. */
  heed(mapped: MappedValue): void {
    if (mapped.kind === 'ignore-object') this.ignored = true;
    if (mapped.kind === 'failed') this.problem ??= { code: mapped.code, reason: mapped.reason };
  }

  /** What an existing account could be found by, in order. */
  matchingOf(matching: readonly CompiledAttributeMapping[]): Wanted['matching'] {
    return matching.flatMap(({ target }) => {
      const value = this.found.get(target);
      return value === undefined ? [] : [{ attribute: target, value }];
    });
  }

  /** Whether one that is created would have a value of this name. */
  has(name: string): boolean {
    return Boolean(this.values[name] ?? this.onCreation[name] ?? this.ifEmpty[name]);
  }

  wanted(matching: Wanted['matching']): Wanted {
    const { values, onCreation, ifEmpty, alwaysSent, redacted } = this;
    return { values, onCreation, ifEmpty, alwaysSent, matching, redacted };
  }

  private write(compiled: CompiledAttributeMapping, text: string | null): void {
    const { mapping, target, redacted } = compiled;
    if (redacted) this.redacted.push(target);
    if (mapping.flowBehavior === 'FlowAlways') this.alwaysSent.push(target);
    if (text === null) return this.writeNothing(compiled);
    if (text !== '') this.found.set(target, text);
    this.flow[mapping.flowType ?? 'Always'](target, text);
  }

  /** Where a value goes. An empty text always flows as it is: Samanage knows no difference between that and nothing. */
  private readonly flow: Readonly<
    Record<NonNullable<AttributeMapping['flowType']>, (name: string, text: string) => void>
  > = {
    Always: (name, text) => void (this.values[name] = text || null),
    ValueAddOnly: (name, text) => void (this.values[name] = text || null),
    MultiValueAddOnly: (name, text) => void (this.values[name] = text || null),
    ObjectAddOnly: (name, text) => void (this.onCreation[name] = text),
    AttributeAddOnly: (name, text) => void (this.ifEmpty[name] = text),
  };

  /** A null: the default value goes with a creation in any case, and the policy says what an update does. */
  private writeNothing({ mapping, target, defaultText }: CompiledAttributeMapping): void {
    const policy = nullPolicyOf(mapping);
    if (policy === 'clear') this.values[target] = null;
    if (defaultText === null) return;
    if (policy === 'default') this.values[target] = defaultText;
    else if (mapping.source === null || mapping.flowType === 'AttributeAddOnly') this.ifEmpty[target] = defaultText;
    else this.onCreation[target] = defaultText;
  }
}

/** What does not always flow leaves an account that exists alone where there is no value. */
const nullPolicyOf = ({ flowType = 'Always', nullPolicy = 'ignore' }: AttributeMapping) =>
  flowType === 'Always' ? nullPolicy : 'ignore';
