import { type Arguments, eager } from './arguments';
import { joined } from './bounded-text';
import { occurrences } from './occurrences';
import { isNullOrEmpty, textOf } from './read-value';
import type { Value } from '../value';

const dialect = 'azure-ad';

/** Functions that make and read multi-valued attributes (entra-provisioning.md §4.2). */
export const listFunctions = [
  eager(
    {
      name: 'Join',
      parameters: [{ key: 'separator' }, { key: 'source', repeats: true }],
      dialect,
      returns: 'String',
      meaning:
        'Texts with a separator between them; a multi-valued source brings each of its values. What is absent or empty ' +
        'is left out, with its separator.',
      examples: [
        { expression: 'Join(", ", "", "Doe", "John")', result: 'Doe, John' },
        { expression: 'Join(";", Split("a,b", ","), "c")', result: 'a;b;c' },
      ],
    },
    (given) => {
      const texts = given.valuesFrom(1).flatMap((_, index) => textsOf(given, index + 1));
      return joined(
        'Join',
        given.text(0),
        texts.filter((text) => text !== ''),
      );
    },
  ),
  eager(
    {
      name: 'Split',
      parameters: [{ key: 'source' }, { key: 'delimiter', optional: true }],
      dialect,
      returns: 'String',
      multivalued: true,
      meaning:
        'The parts of a text between delimiters, each without white space at its ends; without a delimiter it is parted ' +
        'at blanks. An empty text has no parts.',
      examples: [
        {
          expression: 'Split("PermissionSetOne, PermissionSetTwo", ",")',
          result: ['PermissionSetOne', 'PermissionSetTwo'],
        },
      ],
    },
    (given) => partsOf(given.text(0), given.isGiven(1) ? given.text(1) : ' '),
  ),
  eager(
    {
      name: 'Trim',
      parameters: [{ key: 'value' }],
      dialect: 'cloud-sync',
      returns: 'String',
      multivalued: 'as-source',
      meaning: 'A text without the white space at its ends; of a multi-valued attribute, each of its values so.',
      examples: [
        { expression: 'Trim(" Test ")', result: 'Test' },
        { expression: 'Join("", Trim(Split("a, b", ",")))', result: 'ab' },
      ],
    },
    (given) => (Array.isArray(given.value(0)) ? textsOf(given, 0).map(trimmed) : trimmed(given.text(0))),
  ),
  eager(
    {
      name: 'RemoveDuplicates',
      parameters: [{ key: 'attribute' }],
      dialect,
      returns: 'Any',
      multivalued: 'as-source',
      meaning: 'The values of a multi-valued attribute, each once, in the order in which they come first. Case counts.',
      examples: [{ expression: 'RemoveDuplicates(Split("a,b,A,a", ","))', result: ['a', 'b', 'A'] }],
    },
    (given) => (Array.isArray(given.value(0)) ? distinct(given.list(0)) : given.value(0)),
  ),
  eager(
    {
      name: 'Count',
      parameters: [{ key: 'attribute' }],
      dialect,
      returns: 'Integer',
      meaning: 'How many values an attribute has; none where it is absent.',
      examples: [{ expression: 'Count(Split("a,b,c", ","))', result: 3 }],
    },
    (given) => (isNullOrEmpty(given.value(0)) ? 0 : given.list(0).length),
  ),
  eager(
    {
      name: 'Item',
      parameters: [{ key: 'attribute' }, { key: 'index', type: 'Integer' }],
      dialect,
      returns: 'Any',
      meaning: 'One value of a multi-valued attribute, counted from 1. Fails where there is none.',
      examples: [{ expression: 'Item(Split("a,b,c", ","), 2)', result: 'b' }],
    },
    (given) => {
      const values = given.list(0);
      const index = given.wholeNumber(1);
      const value = values[index - 1];
      if (value !== undefined) return value;
      throw given.failure(1, `is ${index}, which is out of bounds: attribute has ${counted(values.length)}`);
    },
  ),
];

const counted = (values: number): string => (values === 1 ? 'one value' : `${values || 'no'} values`);

function textsOf(given: Arguments, index: number): readonly string[] {
  const list = given.list(index);
  if (!Array.isArray(given.value(index))) return [given.text(index)];
  return list.map((element) => textOf(element, given.place(index)));
}

function partsOf(text: string, delimiter: string): readonly string[] {
  if (text === '') return [];
  const parts: string[] = [];
  let start = 0;
  for (const at of occurrences(text, delimiter)) {
    parts.push(trimmed(text.slice(start, at)));
    start = at + delimiter.length;
  }
  return [...parts, trimmed(text.slice(start))];
}

function distinct(values: readonly Value[]): readonly Value[] {
  const first = new Map<string, Value>();
  for (const value of values) {
    const identity = identityOf(value);
    if (!first.has(identity)) first.set(identity, value);
  }
  return [...first.values()];
}

const trimmed = (text: string): string => text.trim();

/** Numbers and texts are taken for each other (entra-provisioning.md §4.1). */
const identityOf = (value: Value): string =>
  typeof value === 'object' ? `complex ${JSON.stringify(value)}` : `single ${value}`;
