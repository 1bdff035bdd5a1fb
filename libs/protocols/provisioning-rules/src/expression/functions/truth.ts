import { EvaluationFailed } from '../expression-error';
import type { LazyFunction } from '../function-definition';
import { FlowSignal, type Result } from '../value';
import { eager } from './arguments';
import { isNull, isNullOrEmpty, isTrue, textOf, truth } from './read-value';

const dialect = 'azure-ad';

/** Functions of True and False (entra-provisioning.md §4.4), and the two that join conditions, which are our own. */
export const truthFunctions = [
  eager(
    {
      name: 'Not',
      parameters: [{ key: 'source', type: 'Boolean' }],
      dialect,
      returns: 'Boolean',
      meaning: 'False of True in any case, and True of everything else.',
      examples: [
        { expression: 'Not("True")', result: 'False' },
        { expression: 'Not("maybe")', result: 'True' },
      ],
    },
    (given) => truth(!isTrue(given.text(0))),
  ),
  eager(
    {
      name: 'CBool',
      parameters: [{ key: 'expression' }],
      dialect,
      returns: 'Boolean',
      meaning: 'True of a number that is not zero, of a comparison that holds and of the text True; else False.',
      examples: [
        { expression: 'CBool("1")', result: 'True' },
        { expression: 'CBool("a" = "b")', result: 'False' },
      ],
    },
    (given) => truth(isTruthful(given.text(0))),
  ),
  eager(
    {
      name: 'IsNull',
      parameters: [{ key: 'expression' }],
      dialect,
      returns: 'Boolean',
      meaning: 'Whether a value is absent. An empty text is not.',
      examples: [{ expression: 'IsNull("")', result: 'False' }],
    },
    (given) => truth(isNull(given.value(0))),
  ),
  eager(
    {
      name: 'IsNothing',
      parameters: [{ key: 'source', type: 'Boolean' }],
      dialect: 'graph',
      returns: 'Boolean',
      meaning: 'Whether a value is absent, as IsNull.',
      examples: [{ expression: 'IsNothing("")', result: 'False' }],
    },
    (given) => truth(isNull(given.value(0))),
  ),
  eager(
    {
      name: 'IsNullOrEmpty',
      parameters: [{ key: 'expression' }],
      dialect,
      returns: 'Boolean',
      meaning: 'Whether a value is absent or an empty text.',
      examples: [{ expression: 'IsNullOrEmpty("")', result: 'True' }],
    },
    (given) => truth(isNullOrEmpty(given.value(0))),
  ),
  eager(
    {
      name: 'IsPresent',
      parameters: [{ key: 'expression' }],
      dialect,
      returns: 'Boolean',
      meaning: 'Whether a value is neither absent nor an empty text.',
      examples: [{ expression: 'IsPresent("Sales")', result: 'True' }],
    },
    (given) => truth(!isNullOrEmpty(given.value(0))),
  ),
  eager(
    {
      name: 'Error',
      parameters: [{ key: 'message' }],
      dialect: 'cloud-sync',
      returns: 'Any',
      meaning: 'Fails the person or group with a message; of use where IIF or Switch chooses it.',
      examples: [{ expression: 'IIF("Sales" = "", Error("No department"), "Sales")', result: 'Sales' }],
    },
    (given) => {
      throw new EvaluationFailed('Error', null, given.text(0));
    },
  ),
  joining('And', 'Whether all of its conditions are True. Those after one that is not are not evaluated.', false, {
    expression: 'And("FR" = "FR", "" <> "Paris")',
    result: 'True',
  }),
  joining('Or', 'Whether one of its conditions is True. Those after it are not evaluated.', true, {
    expression: 'Or("FR" = "USA", "FR" = "FR")',
    result: 'True',
  }),
];

const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;

const isTruthful = (text: string): boolean => isTrue(text) || (number.test(text.trim()) && /[1-9]/.test(text));

type Example = LazyFunction['examples'][number];

/** A function that is done at the first condition that settles it. */
function joining(name: string, meaning: string, settledBy: boolean, example: Example): LazyFunction {
  return {
    name,
    parameters: [{ key: 'condition', type: 'Boolean', repeats: true }],
    dialect: 'waybill',
    returns: 'Boolean',
    meaning: `${meaning} An extension: Azure AD does not know it.`,
    examples: [example],
    choose: (conditions) => {
      for (const condition of conditions) {
        const result: Result = condition();
        if (result instanceof FlowSignal) return result;
        if (isTrue(textOf(result, { functionName: name, argument: 'condition' })) === settledBy)
          return truth(settledBy);
      }
      return truth(!settledBy);
    },
  };
}
