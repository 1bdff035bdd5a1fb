import type { Result, Value } from './value';

export type ValueType = 'String' | 'Integer' | 'Boolean' | 'DateTime' | 'Reference' | 'Complex';

export interface Parameter {
  /** The name under which Graph's `attributeMappingSource.parameters` carries it (entra-provisioning.md §4.1). */
  readonly key: string;
  readonly type?: ValueType;
  readonly optional?: true;
  /** It, and those after it, come any number of times in turn, as the keys and values of `Switch` do. */
  readonly repeats?: true;
}

/** What an evaluation brings beside the attributes: nothing in here is read from a clock or a source of chance. */
export interface Surroundings {
  /** When the command was given, ISO 8601 in UTC. */
  readonly now: string;
  /**
   * Where random values come from, e.g. `job/subject/target`: the same seed draws the same values, so that what was
   * drawn once stays.
   */
  readonly seed: string;
  /** The tenant's default domain; null where the job does not say. */
  readonly defaultDomain: string | null;
}

/** An argument as a function sees it: undefined where it was left out, which is not the same as null. */
export type Argument = Value | undefined;

interface Described {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** `azure-ad`: app provisioning; `graph`, `cloud-sync`: listed there alone; `waybill`: an extension of ours. */
  readonly dialect: 'azure-ad' | 'graph' | 'cloud-sync' | 'waybill';
  readonly returns: ValueType | 'Any';
  /** `as-source`: as its first argument is. */
  readonly multivalued?: true | 'as-source';
  /** For `docs/rules.md` and for `GET …/schema/functions`: what it does, in a sentence or two. */
  readonly meaning: string;
  /** Expressions with what they come to, for the documentation; the tests evaluate each. */
  readonly examples: readonly { readonly expression: string; readonly result: Value }[];
}

/** A function all of whose arguments are evaluated first. A signal among them is its result. */
export interface EagerFunction extends Described {
  readonly evaluate: (given: readonly Argument[], surroundings: Surroundings) => Value;
  /**
   * Prepares the function once where an argument is a constant, e.g. a regular expression; undefined stands for one
   * that is not. Throws `EvaluationFailed` for a constant that can never do.
   */
  readonly prepare?: (constants: readonly Argument[]) => EagerFunction['evaluate'];
}

/** A function that evaluates what it needs, e.g. one branch of two. */
export interface LazyFunction extends Described {
  readonly choose: (given: readonly (() => Result)[], surroundings: Surroundings) => Result;
}

export type FunctionDefinition = EagerFunction | LazyFunction;
