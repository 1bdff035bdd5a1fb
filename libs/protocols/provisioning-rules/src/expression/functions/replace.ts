import type { EagerFunction } from '../function-definition';
import type { Value } from '../value';
import { Arguments } from './arguments';
import { BoundedText } from './bounded-text';
import { occurrences } from './occurrences';
import { quoted } from './read-value';
import { RegularExpression } from './regular-expression';
import { groupText, replaceGroups, replaceMatches } from './replacement';

const [source, find, regularExpression, groupName, replacement, propertyName, template] = [
  0, 1, 2, 3, 4, 5, 6,
] as const;

const signature = {
  name: 'Replace',
  parameters: [
    { key: 'source' },
    { key: 'Find', optional: true },
    { key: 'RegularExpression', optional: true },
    { key: 'RegularExpressionGroupName', optional: true },
    { key: 'Replacement', optional: true },
    { key: 'ReplacementPropertyName', optional: true },
    { key: 'Template', optional: true },
  ],
} as const;

/** A call's arguments and how its regular expression is come by. */
interface Call {
  readonly given: Arguments;
  readonly expression: () => RegularExpression;
}

interface Mode {
  /** The arguments that have to be given; an empty text is one, too. */
  readonly needs: readonly number[];
  readonly replace: (call: Call) => Value;
}

/** In the order in which they are looked for (entra-provisioning.md §4.3). */
const modes: readonly Mode[] = [
  {
    needs: [find, replacement],
    replace: ({ given }) => replaceText(given.text(source), given.text(find), given.text(replacement)),
  },
  {
    needs: [find, template],
    replace: ({ given }) => replaceText(given.text(template), given.text(find), given.text(source)),
  },
  {
    needs: [regularExpression, groupName, replacement],
    replace: (call) => {
      const { given, expression } = call;
      return replaceGroups(given.text(source), expression(), groupOf(call), given.text(replacement));
    },
  },
  { needs: [regularExpression, groupName, propertyName], replace: sourceOrGroup },
  {
    needs: [regularExpression, replacement],
    replace: ({ given, expression }) => replaceMatches(given.text(source), expression(), given.text(replacement)),
  },
];

/** Replaces within texts, in one of five ways (entra-provisioning.md §4.3). */
export const replaceFunction: EagerFunction = {
  ...signature,
  dialect: 'azure-ad',
  returns: 'String',
  meaning:
    'Replaces with case, in a way that depends on what is given. Find and Replacement: wherever the text occurs in the ' +
    'source. Find and Template: wherever it occurs in the template, with the source. RegularExpression and Replacement: ' +
    'every match, where ${name} in the replacement is a group. With a RegularExpressionGroupName: that group alone of ' +
    'every match. With that and a ReplacementPropertyName: the source, or where it is empty, the group in the value of ' +
    'the attribute. Expressions are those of RE2: they have no look-around and no back-references.',
  examples: [
    { expression: 'Replace("EN-US", "-", , , "_", , )', result: 'EN_US' },
    {
      expression: 'Replace("jsmith", "<username>", , , , , "<username>@contoso.com")',
      result: 'jsmith@contoso.com',
    },
    {
      expression: 'Replace("+91 9998887777", , "\\\\+(?<isdCode>\\\\d* )(?<number>\\\\d{10})", , "${number}", , )',
      result: '9998887777',
    },
    {
      expression: String.raw`Replace("545 Tremont Street", , "(?<streetNumber>^\\d*)", "streetNumber", "888", , )`,
      result: '888 Tremont Street',
    },
    {
      expression: String.raw`Replace("", , "\\+(?<isdCode>\\d* )(?<number>\\d{10})", "number", , "+91 8887779999", )`,
      result: '8887779999',
    },
  ],
  evaluate: (given) => {
    const call = new Arguments(signature, given);
    return replaced({ given: call, expression: () => compiledFrom(call) });
  },
  prepare: (constants) => {
    const constant = new Arguments(signature, constants);
    if (!constant.isGiven(regularExpression)) return replaceFunction.evaluate;
    const compiled = compiledFrom(constant);
    if (constant.isGiven(groupName)) groupOf({ given: constant, expression: () => compiled });
    return (given) => replaced({ given: new Arguments(signature, given), expression: () => compiled });
  },
};

const compiledFrom = (given: Arguments): RegularExpression =>
  RegularExpression.compile(given.text(regularExpression), {
    functionName: signature.name,
    argument: signature.parameters[regularExpression].key,
  });

function replaced(call: Call): Value {
  const mode = modes.find(({ needs }) => needs.every((index) => call.given.isGiven(index)));
  if (mode) return mode.replace(call);
  throw call.given.failure(
    source,
    'cannot be replaced in: give Find with Replacement or Template, or RegularExpression with Replacement, or that and ' +
      'RegularExpressionGroupName with Replacement or ReplacementPropertyName',
  );
}

function replaceText(text: string, wanted: string, replacing: string): string {
  const result = new BoundedText(signature.name);
  let from = 0;
  for (const at of occurrences(text, wanted)) {
    result.add(text.slice(from, at));
    result.add(replacing);
    from = at + wanted.length;
  }
  result.add(text.slice(from));
  return result.toString();
}

function groupOf({ given, expression }: Call): number {
  const name = given.text(groupName);
  const group = expression().groupIndex(name);
  if (group === undefined) throw given.failure(groupName, `is ${quoted(name)}, which is no group of the expression`);
  return group;
}

/** The first match counts; nothing where the expression does not match. */
function sourceOrGroup(call: Call): Value {
  const { given, expression } = call;
  const own = given.text(source);
  if (own !== '') return own;
  const group = groupOf(call);
  const other = given.text(propertyName);
  for (const match of expression().matches(other)) return groupText(other, match, group) || null;
  return null;
}
