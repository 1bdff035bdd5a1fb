import type { AttributeMappingSource } from '../schema/synchronization-schema';
import { fixedParameters } from './call-findings';
import type { ExpressionFinding } from './expression-error';
import type { Parameter } from './function-definition';
import { quote } from './syntax-messages';

interface SortedArguments {
  readonly given: readonly (AttributeMappingSource | undefined)[];
  readonly findings: readonly ExpressionFinding[];
}

/**
 * A function's arguments in their order, from Graph's parameters, which carry them by key (entra-provisioning.md §3.7).
 * A key that repeats is met once for each turn. Tells keys that are unknown and keys that are met too often.
 */
export function argumentsByKey(source: AttributeMappingSource, parameters: readonly Parameter[]): SortedArguments {
  const given: (AttributeMappingSource | undefined)[] = [];
  const findings: ExpressionFinding[] = [];
  const places = placesOf(parameters);
  const met = new Map<string, number>();
  for (const { key, value } of source.parameters ?? []) {
    const nth = met.get(key) ?? 0;
    const place = places.get(key)?.(nth);
    met.set(key, nth + 1);
    if (place === undefined) findings.push({ position: 0, message: misplaced(source.name, key, [...places.keys()]) });
    else given[place] = isLeftOut(value) ? undefined : value;
  }
  return { given: Array.from(given), findings };
}

/** As `toMappingSource` writes an argument that was left out before others. */
const isLeftOut = ({ type, name, expression }: AttributeMappingSource): boolean =>
  type === 'Constant' && name === '' && expression === '';

function misplaced(name: string, key: string, known: readonly string[]): string {
  if (known.includes(key)) return `${name} has more than one parameter ${quote(key)}`;
  const has = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`;
  return `${name} has no parameter ${quote(key)}; ${has}`;
}

/** The index of the argument that a key tells when it is met for the nth time, counted from 0. */
type Place = (nth: number) => number | undefined;

function placesOf(parameters: readonly Parameter[]): ReadonlyMap<string, Place> {
  const fixed = fixedParameters(parameters);
  const turn = parameters.length - fixed;
  const indexes = Map.groupBy(parameters.keys(), (index) => parameters[index]?.key ?? '');
  return new Map(
    [...indexes].map(([key, all]) => {
      const once = all.filter((index) => index < fixed);
      const inTurn = all.filter((index) => index >= fixed);
      return [key, (nth) => once[nth] ?? indexInTurn(inTurn, nth - once.length, turn)];
    }),
  );
}

function indexInTurn(indexes: readonly number[], nth: number, turn: number): number | undefined {
  const first = indexes[nth % indexes.length];
  return first === undefined ? undefined : first + Math.floor(nth / indexes.length) * turn;
}
