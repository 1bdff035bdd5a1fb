import { EvaluationFailed } from '../expression-error';
import { functionDefinitions as functions } from './index';
import { evaluate } from './testing/evaluate';

const attributes = { appRoleAssignments: [{ id: '4c5b', value: 'admin', displayName: 'Administrator' }] };

const names = [
  ['Append', 'Prepend', 'Join', 'Left', 'Mid', 'InStr', 'Word', 'Split', 'StripSpaces', 'Trim', 'ToLower', 'ToUpper'],
  ['PCase', 'NormalizeDiacritics', 'RemoveDuplicates', 'Count', 'Item', 'CStr', 'IsString', 'Redact', 'Replace'],
  ['ConvertToBase64', 'ConvertFromBase64', 'ConvertToUTF8Hex', 'Guid', 'RandomString', 'DefaultDomain'],
  ['SelectUniqueValue', 'IIF', 'Switch', 'Coalesce', 'IgnoreFlowIfNullOrEmpty', 'Not', 'CBool', 'BitAnd', 'IsNull'],
  ['IsNothing', 'IsNullOrEmpty', 'IsPresent', 'Error', 'And', 'Or', 'CDate', 'Now', 'DateAdd', 'DateDiff'],
  ['FormatDateTime', 'DateFromNum', 'NumFromDate', 'SingleAppRoleAssignment', 'AppRoleAssignmentsComplex'],
  ['AssertiveAppRoleAssignmentsComplex', 'AppRoleAssignments'],
].flat();

/** As Graph publishes them (entra-provisioning.md §4.1); `?` for what may be left out, `*` for what repeats. */
const published: readonly [name: string, keys: string][] = [
  ['Append', 'source, suffix'],
  ['AppRoleAssignments', 'source'],
  ['DefaultDomain', ''],
  ['IsNothing', 'source:Boolean'],
  ['Join', 'separator, source*'],
  ['Mid', 'source, start:Integer, length:Integer'],
  ['Not', 'source:Boolean'],
  ['Prepend', 'prefix, source'],
  [
    'Replace',
    'source, Find?, RegularExpression?, RegularExpressionGroupName?, Replacement?, ReplacementPropertyName?, Template?',
  ],
  ['SingleAppRoleAssignment', 'source'],
  ['AssertiveAppRoleAssignmentsComplex', 'source'],
  ['Split', 'source, delimiter?'],
  ['StripSpaces', 'source'],
  ['FormatDateTime', 'source, dateTimeStyles?, inputFormat, outputFormat?'],
];

const examples = [...functions.values()].flatMap((definition) =>
  definition.examples.map(({ expression, result }) => [expression, result] as const),
);

describe('the functions', () => {
  it('are those of the language, and our own', () => {
    expect([...functions.keys()].toSorted()).toEqual(names.toSorted());
  });

  it('have a meaning and an example each', () => {
    for (const [name, { meaning, examples: own }] of functions) {
      expect([name, /^[A-Z].*\.$/.test(meaning)]).toEqual([name, true]);
      expect([name, own.some(({ expression }) => expression.includes(`${name}(`))]).toEqual([name, true]);
    }
  });

  it.each(published)('%s has the keys that are published', (name, keys) => {
    const told = functions.get(name)?.parameters.map(({ key, type, optional, repeats }) => {
      const kind = type && type !== 'Complex' ? `:${type}` : '';
      return `${key}${kind}${optional ? '?' : ''}${repeats ? '*' : ''}`;
    });
    expect(told?.join(', ')).toBe(keys);
  });

  it.each(examples)('%s comes to %j', (expression, result) => {
    expect(evaluate(expression, attributes)).toEqual(result);
  });

  it('evaluate no more than they need', () => {
    const lazy = [
      'IIF("a" = "a", 1, Error("never"))',
      'IIF("a" = "b", Error("never"), 1)',
      'Switch("a", Error("never"), "a", 1, Error("never"), Error("never"))',
      'Switch("a", 1, "b", Error("never"))',
      'Coalesce(1, Error("never"))',
      'SelectUniqueValue("", 1, Error("never"))',
      'IIF(And("False", Error("never")), 2, 1)',
      'IIF(Or("True", Error("never")), 1, 2)',
    ];
    for (const expression of lazy) expect([expression, evaluate(expression)]).toEqual([expression, 1]);
    expect(() => evaluate('And("True", Error("No one"))')).toThrow(new EvaluationFailed('Error', null, 'No one'));
  });

  it.each([
    [
      'Replace("", , "(a", , "b")',
      'Replace: RegularExpression is no regular expression: missing closing ): "(a" (at 14)',
    ],
    ['ToLower("a", "x_y")', 'ToLower: culture is "x_y", which is no culture, such as ja-JP (at 13)'],
    ['DateAdd("w", [a], [b])', 'DateAdd: interval is "w", but has to be one of yyyy m d ww h n s (at 8)'],
    ['InStr("a", "b", 1, Unicode)', 'compareType is "Unicode", but has to be vbBinaryCompare or vbTextCompare (at 19)'],
    ['ConvertFromBase64([a], "x")', 'encoding is "x", but has to be Unicode or UTF8 or ASCII (at 23)'],
    ['FormatDateTime([a], , "d", "d")', 'which is not supported; write %d for the letter (at 22)'],
    ['FormatDateTime([a], , [b], "ffffffff")', 'outputFormat has more than seven f or F (at 27)'],
    ['FormatDateTime([a], "x", [b], "yyyy")', 'dateTimeStyles is "x", which are no styles of .NET\'s (at 20)'],
    [
      'Replace([a], , "(?<b>c)", "d", "e")',
      'RegularExpressionGroupName is "d", which is no group of the expression (at 26)',
    ],
    [
      'Switch([a], "b", "c")',
      'Switch needs the argument switchValue: Switch(source, defaultValue?, switchValue, switchValue, …) (at 0)',
    ],
  ])('%s is refused before anyone is looked at', (expression, message) => {
    expect(() => evaluate(expression)).toThrow(message);
  });
});
