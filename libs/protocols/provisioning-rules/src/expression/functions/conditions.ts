import type { LazyFunction } from '../function-definition';
import { FlowSignal, type Result } from '../value';
import { isNullOrEmpty, isTrue, type Place, textOf } from './read-value';

const dialect = 'azure-ad';

/** Functions that choose among values and evaluate no more than they need (entra-provisioning.md §4.2, §4.4). */
export const conditionFunctions: readonly LazyFunction[] = [
  {
    name: 'IIF',
    parameters: [{ key: 'condition', type: 'Boolean' }, { key: 'valueIfTrue' }, { key: 'valueIfFalse' }],
    dialect,
    returns: 'Any',
    meaning:
      'One of two values: the first where the condition is True, the other where it is anything else. The condition may ' +
      'be of attributes that are absent.',
    examples: [
      { expression: 'IIF("FR" = "USA", "domestic", "abroad")', result: 'abroad' },
      { expression: 'IIF(IsNullOrEmpty(""), "000-000-0000", "555")', result: '000-000-0000' },
    ],
    choose: ([condition, valueIfTrue, valueIfFalse]) => {
      const met = read(condition, { functionName: 'IIF', argument: 'condition' });
      if (met instanceof FlowSignal) return met;
      return resultOf(isTrue(met) ? valueIfTrue : valueIfFalse);
    },
  },
  {
    name: 'Switch',
    parameters: [
      { key: 'source' },
      { key: 'defaultValue', optional: true },
      { key: 'switchValue', repeats: true },
      { key: 'switchValue' },
    ],
    dialect,
    returns: 'Any',
    meaning:
      'The value that follows the first key which equals the source, with case; else the default value, or nothing ' +
      'where none is given. An absent source equals an empty key.',
    examples: [
      { expression: 'Switch("QLD", "Sydney", "NSW", "Sydney", "QLD", "Brisbane")', result: 'Brisbane' },
      { expression: 'Switch("Qld", "Sydney", "NSW", "Sydney", "QLD", "Brisbane")', result: 'Sydney' },
      { expression: 'Switch("2", , "1", "A")', result: null },
    ],
    choose: ([source, defaultValue, ...pairs]) => {
      const wanted = read(source, { functionName: 'Switch', argument: 'source' });
      if (wanted instanceof FlowSignal) return wanted;
      for (let index = 0; index < pairs.length; index += 2) {
        const key = read(pairs[index], { functionName: 'Switch', argument: 'switchValue' });
        if (key instanceof FlowSignal) return key;
        if (key === wanted) return resultOf(pairs[index + 1]);
      }
      return resultOf(defaultValue);
    },
  },
  {
    name: 'Coalesce',
    parameters: [{ key: 'source', repeats: true }],
    dialect,
    returns: 'Any',
    multivalued: 'as-source',
    meaning: 'The first of its sources that is neither absent nor empty; nothing where all are.',
    examples: [{ expression: 'Coalesce("", "John.Doe@contoso.com")', result: 'John.Doe@contoso.com' }],
    choose: firstWithValue,
  },
  {
    name: 'SelectUniqueValue',
    parameters: [{ key: 'rule1' }, { key: 'rule2' }, { key: 'rule', optional: true, repeats: true }],
    dialect,
    returns: 'Any',
    meaning:
      'The first of its rules that has a value. It cannot be used with Samanage, where only the e-mail address is unique, ' +
      'which is what people are matched by: nobody is asked whether a value is taken.',
    examples: [{ expression: 'SelectUniqueValue("jdoe", "john.doe")', result: 'jdoe' }],
    choose: firstWithValue,
  },
  {
    name: 'IgnoreFlowIfNullOrEmpty',
    parameters: [{ key: 'expression' }],
    dialect,
    returns: 'Any',
    multivalued: 'as-source',
    meaning: 'The value; where it is absent or empty, the attribute is left as it is at the target.',
    examples: [{ expression: 'IgnoreFlowIfNullOrEmpty("Finance")', result: 'Finance' }],
    choose: ([expression]) => {
      const result = resultOf(expression);
      return isWithoutValue(result) ? FlowSignal.ignoreAttribute : result;
    },
  },
];

type Thunk = (() => Result) | undefined;

const resultOf = (thunk: Thunk): Result => thunk?.() ?? null;

function read(thunk: Thunk, place: Place): string | FlowSignal {
  const result = resultOf(thunk);
  return result instanceof FlowSignal ? result : textOf(result, place);
}

const isWithoutValue = (result: Result): boolean => !(result instanceof FlowSignal) && isNullOrEmpty(result);

function firstWithValue(sources: readonly Thunk[]): Result {
  for (const source of sources) {
    const result = resultOf(source);
    if (!isWithoutValue(result)) return result;
  }
  return null;
}
