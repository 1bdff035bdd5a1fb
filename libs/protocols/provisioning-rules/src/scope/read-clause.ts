import { either, quoted } from '../schema/json-value';
import { suggestion } from '../schema/nearest-name';
import { type CompiledSource, compileSourceAttribute, sourceNames } from '../source';
import { type AttributeOperator, compileOperator, type ValuePredicate } from './compile-operator';
import type { ReadClause } from './filter-clauses';
import type { FilterOperator, MembershipOperator } from './filter-operator';
import { filterOperators, findOperator } from './filter-operators';
import type { FilterOptions } from './filter-options';

/** One thing that is wrong with a clause. */
export interface ClauseProblem {
  /** Which member of the clause, e.g. `operatorName`. */
  readonly member: string;
  readonly message: string;
}

/** Asks whether somebody is in a group. */
export interface MembershipClause {
  readonly operator: MembershipOperator;
  /** A directory id, in lower case. */
  readonly group: string;
}

/** Asks for an attribute. */
export interface AttributeClause {
  readonly operator: AttributeOperator;
  readonly source: CompiledSource;
  readonly holds: ValuePredicate;
}

/** A clause that can be evaluated, or everything that is wrong with it. */
export type ClauseReading =
  { readonly sound: MembershipClause | AttributeClause } | { readonly problems: readonly ClauseProblem[] };

/** Finds out what a clause asks for: its attribute, its operator and its value. Never throws. */
export function readClause(clause: ReadClause, options: FilterOptions): ClauseReading {
  const operator = findOperator(clause.operator);
  if (operator?.kind === 'membership') return readMembership(operator, clause);
  const source = compileSourceAttribute(options.object, clause.attribute, options.own);
  const problems = source ? [] : [unknownAttribute(clause, options)];
  if (!operator) return { problems: [...problems, unknownOperator(clause)] };
  const compiled = compileWithValues(operator, clause);
  if ('problem' in compiled) return { problems: [...problems, compiled.problem, ...problemsOfType(operator, source)] };
  if (!source) return { problems };
  const mistyped = problemsOfType(operator, source);
  return mistyped.length > 0 ? { problems: mistyped } : { sound: { operator, source, holds: compiled.holds } };
}

function unknownAttribute({ attribute }: ReadClause, { object, own }: FilterOptions): ClauseProblem {
  const hint = suggestion(attribute, sourceNames(object, own));
  return { member: 'sourceOperandName', message: `A ${object} has no source attribute ${quoted(attribute)}${hint}` };
}

function unknownOperator({ operator }: ReadClause): ClauseProblem {
  const names = filterOperators.map(({ name }) => name);
  const hint = suggestion(operator, names) || `; these are: ${names.join(', ')}`;
  return { member: 'operatorName', message: `There is no operator ${quoted(operator)}${hint}` };
}

/** Of a SCIM path or a directory extension nobody said the type. */
function problemsOfType(
  { name, supportedAttributeTypes: types }: AttributeOperator,
  source: CompiledSource | undefined,
): readonly ClauseProblem[] {
  if (!source?.declared || types.includes(source.definition.type)) return [];
  const message = `${name} is for attributes of type ${either(types)}, but ${source.definition.name} is of type ${source.definition.type}`;
  return [{ member: 'operatorName', message }];
}

function compileWithValues(
  operator: AttributeOperator,
  clause: ReadClause,
): { readonly holds: ValuePredicate } | { readonly problem: ClauseProblem } {
  const problem = problemOfNumber(operator, clause);
  if (problem) return { problem };
  const [operand = ''] = clause.values;
  const compiled = compileOperator(operator, operand);
  if (typeof compiled === 'function') return { holds: compiled };
  return { problem: wrongValue(`${operator.name} ${compiled.problem}`, operand) };
}

const wrongValue = (message: string, operand: string): ClauseProblem => ({
  member: 'targetOperand.values[0]',
  message: `${message}; found ${quoted(operand)}`,
});

/** The portal may leave an empty text where there is no value. */
function problemOfNumber({ name, arity }: FilterOperator, { values }: ReadClause): ClauseProblem | undefined {
  const member = 'targetOperand.values';
  if (arity === 'Binary') {
    return values.length === 1 ? undefined : { member, message: `${name} takes one value, but found ${values.length}` };
  }
  const given = values.filter((value) => value !== '').length;
  return given === 0 ? undefined : { member, message: `${name} takes no value, but found ${given}` };
}

const directoryId = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

function readMembership(operator: MembershipOperator, clause: ReadClause): ClauseReading {
  const problem = problemOfNumber(operator, clause);
  if (problem) return { problems: [problem] };
  const [group = ''] = clause.values;
  if (directoryId.test(group)) return { sound: { operator, group: group.toLowerCase() } };
  return { problems: [wrongValue(`${operator.name} takes the directory id of a group`, group)] };
}
