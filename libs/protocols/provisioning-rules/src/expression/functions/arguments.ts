import { parameterAt } from '../call-findings';
import { EvaluationFailed } from '../expression-error';
import type { Argument, EagerFunction } from '../function-definition';
import type { Value } from '../value';
import { isNull, type Place, textOf, wholeNumberOf } from './read-value';

type Signature = Pick<EagerFunction, 'name' | 'parameters'>;

/** The arguments of one call, read as what each has to be. An index is that of the argument, counted from 0. */
export class Arguments {
  constructor(
    private readonly signature: Signature,
    private readonly given: readonly Argument[],
  ) {}

  /** How many there are, those included that were left out before others. */
  get count(): number {
    return this.given.length;
  }

  /** Whether it was not left out; one that is null was given. */
  isGiven(index: number): boolean {
    return this.given[index] !== undefined;
  }

  /** Null where it was left out. */
  value(index: number): Value {
    return this.given[index] ?? null;
  }

  /** All from one on. */
  valuesFrom(index: number): readonly Value[] {
    return this.given.slice(index).map((value) => value ?? null);
  }

  /** @throws EvaluationFailed for many values and for a complex one; an absent one is an empty text */
  text(index: number): string {
    return textOf(this.value(index), this.place(index));
  }

  /** @throws EvaluationFailed for what is not a whole number, be it a text of digits */
  wholeNumber(index: number): number {
    return wholeNumberOf(this.value(index), this.place(index));
  }

  /** An attribute's values: none where it is absent, one where it is not multi-valued. */
  list(index: number): readonly Value[] {
    const value = this.value(index);
    if (isNull(value)) return [];
    return Array.isArray(value) ? (value as readonly Value[]) : [value];
  }

  /** What to throw where an argument cannot be used; the problem goes on after its name. */
  failure(index: number, problem: string): EvaluationFailed {
    const { functionName, argument } = this.place(index);
    return new EvaluationFailed(functionName, argument, problem);
  }

  /** Where an argument stands, for what reads its parts. */
  place(index: number): Place {
    const argument = parameterAt(this.signature.parameters, index)?.key ?? null;
    return { functionName: this.signature.name, argument };
  }
}

type Description = Omit<EagerFunction, 'evaluate' | 'prepare'>;
type Evaluate = (given: Arguments, surroundings: Parameters<EagerFunction['evaluate']>[1]) => Value;

/**
 * A function all of whose arguments are evaluated first.
 *
 * @param check looks at the arguments that are constant, the others being left out, and throws `EvaluationFailed` for
 * one with which the function can never do
 */
export function eager(
  description: Description,
  evaluate: Evaluate,
  check?: (constants: Arguments) => void,
): EagerFunction {
  const evaluateGiven: EagerFunction['evaluate'] = (given, surroundings) =>
    evaluate(new Arguments(description, given), surroundings);
  if (!check) return { ...description, evaluate: evaluateGiven };
  return {
    ...description,
    evaluate: evaluateGiven,
    prepare: (constants) => {
      check(new Arguments(description, constants));
      return evaluateGiven;
    },
  };
}
