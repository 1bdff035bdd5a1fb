import type { ClauseVerdict } from '../scope';
import { readSource, type SourceObject } from '../schema/read-source';
import { type JobSettings, type ObjectMapping, targetAttributesOf } from '../schema';
import type { Subject } from '../source/subject';
import { type CompiledAttributeMapping, compileAttributeMapping } from './compile-attribute-mapping';
import type { Evaluation, EvaluationProblem, MappedAttribute, Occasion, Told } from './evaluation';
import type { MappedValue } from './mapped-value';
import { explainMapping } from './explain-mapping';
import { compileScope } from './scope-of';
import { WantedValues } from './wanted-values';

/** The rules for users, or those for groups, made ready to be evaluated many times. */
export interface CompiledObjectMapping {
  /** Switched on. */
  readonly enabled: boolean;
  /** What may be done at Samanage (`flowTypes`). */
  readonly allowed: { readonly create: boolean; readonly update: boolean; readonly delete: boolean };
  /** Says what becomes of a subject; never throws. */
  readonly evaluate: (told: Told, occasion: Occasion) => Evaluation;
  /** What every clause of the scoping filter says of a subject, whether or not it decides. */
  readonly explainScope: (told: Told, occasion: Occasion) => readonly ClauseVerdict[];
  /** Says how each attribute came to be. */
  readonly explain: (told: Told, occasion: Occasion) => readonly MappedAttribute[];
}

/** Compiles an object mapping of a schema that was read without errors. */
export function compileObjectMapping(
  mapping: ObjectMapping,
  settings: JobSettings,
  source: SourceObject,
): CompiledObjectMapping {
  const compiled = mapping.attributeMappings.map((each) =>
    compileAttributeMapping(each, each.source ? readSource(each.source, source).tree : undefined, source),
  );
  const scope = compileScope(mapping, settings, source);
  const active = compiled.find(({ target }) => target === 'active');
  const written = compiled.filter(({ target }) => !unwritten.includes(target));
  const control = compiled.filter(({ target }) => target === 'objectFilter');
  const matching = matchingOf(compiled);
  const required = [...(targetAttributesOf(source.object) ?? [])].flatMap(([name, each]) =>
    each.required ? [name] : [],
  );
  const surroundingsOf = ({ now, seed }: Occasion, { target, seeded }: CompiledAttributeMapping) => ({
    now,
    seed: seeded ? `${seed}/${target}` : seed,
    defaultDomain: settings.defaultDomain,
  });

  const evaluate = (told: Told, occasion: Occasion): Evaluation => {
    const verdict = scope.judge(told, occasion.now);
    const subject: Subject = { ...told, entitled: verdict.entitled };
    const values = new WantedValues();
    for (const each of written) values.take(each, each.map(subject, surroundingsOf(occasion, each)));
    for (const each of control) values.heed(each.map(subject, surroundingsOf(occasion, each)));
    const state = active ? active.map(subject, surroundingsOf(occasion, active)) : unmapped;
    values.heed(state);
    const found = values.matchingOf(matching);
    const problem = values.problem ?? missing(required.filter((name) => !values.has(name)));
    return {
      scope: verdict,
      enabled: enabledBy(state, active?.defaultText ?? null),
      ignored: values.ignored,
      matchable: found.length > 0,
      wanted: problem ? null : values.wanted(found),
      problem,
    };
  };

  return {
    enabled: mapping.enabled,
    allowed: allowedBy(mapping.flowTypes),
    evaluate,
    explainScope: (told, { now }) => scope.explain(told, now),
    explain: (told, occasion) => {
      const subject: Subject = { ...told, entitled: scope.judge(told, occasion.now).entitled };
      return compiled.map((each) => explainMapping(each, subject, surroundingsOf(occasion, each)));
    },
  };
}

/** What says whether an account is enabled, who its members are, or that nothing is to be done, is no value of it. */
const unwritten: readonly string[] = ['active', 'members', 'objectFilter'];

const matchingOf = (compiled: readonly CompiledAttributeMapping[]): readonly CompiledAttributeMapping[] =>
  compiled
    .filter(({ mapping }) => (mapping.matchingPriority ?? 0) > 0)
    .sort((one, other) => (one.mapping.matchingPriority ?? 0) - (other.mapping.matchingPriority ?? 0));

function missing(names: readonly string[]): EvaluationProblem | null {
  if (names.length === 0) return null;
  const reason = `the rules leave ${names.join(' and ')} empty, and nothing at Samanage can be without`;
  return { code: 'MandatoryFieldsMissing', reason };
}

const unmapped: MappedValue = { kind: 'value', text: null };

function enabledBy(mapped: MappedValue, defaultText: string | null): Evaluation['enabled'] {
  const text = mapped.kind === 'value' ? (mapped.text ?? defaultText) : null;
  return text === null ? null : text.toLowerCase() !== 'false';
}

function allowedBy(flowTypes: string): CompiledObjectMapping['allowed'] {
  const flows = flowTypes.split(',').map((flow) => flow.trim());
  return { create: flows.includes('Add'), update: flows.includes('Update'), delete: flows.includes('Delete') };
}
