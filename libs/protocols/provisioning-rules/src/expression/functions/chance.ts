import { type Arguments, eager } from './arguments';
import { type Draw, generatorOf } from './random-generator';

const dialect = 'azure-ad';

/**
 * Functions of chance (entra-provisioning.md §4.2). What they draw depends on the seed alone, so that it stays as it was
 * when it is evaluated again; it is not secret, and no password should be made of it.
 */
export const chanceFunctions = [
  eager(
    {
      name: 'Guid',
      parameters: [],
      dialect,
      returns: 'String',
      meaning: 'A GUID of version 4. It is always the same for the same person and target attribute, and no secret.',
      examples: [{ expression: 'Guid()', result: '4ab18d87-b40a-4026-9669-02ba268c8085' }],
    },
    (_, { seed }) => guidFrom(generatorOf(`Guid ${seed}`)),
  ),
  eager(
    {
      name: 'RandomString',
      parameters: [
        { key: 'length', type: 'Integer' },
        { key: 'minNumbers', type: 'Integer' },
        { key: 'minSpecial', type: 'Integer' },
        { key: 'minCapital', type: 'Integer' },
        { key: 'minLower', type: 'Integer' },
        { key: 'charsToAvoid', optional: true },
      ],
      dialect,
      returns: 'String',
      meaning:
        'A text of so many characters, with at least so many digits, special characters, capitals and small letters, and ' +
        'none of those to avoid. It is always the same for the same person and target attribute, and no secret.',
      examples: [{ expression: 'RandomString(10, 2, 2, 2, 1, "?,")', result: 'W3S6e0I\\U<' }],
    },
    (given, { seed }) => {
      const wishes = wishesOf(given);
      const draw = generatorOf(`RandomString ${JSON.stringify(wishes)} ${seed}`);
      return shuffled(drawn(wishes, draw), draw).join('');
    },
  ),
];

function guidFrom(draw: Draw): string {
  return 'xxxxxxxx-xxxx-4xxx-vxxx-xxxxxxxxxxxx'.replaceAll(/[xv]/g, (place) =>
    (place === 'v' ? 8 + draw(4) : draw(16)).toString(16),
  );
}

const longest = 256;

/** Windows' categories of characters for passwords, in the order of the arguments. */
const categories = [
  '0123456789',
  '~!@#$%^&*_-+=`|\\(){}[]:;"\'<>,.?/',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  'abcdefghijklmnopqrstuvwxyz',
];

interface Wishes {
  readonly length: number;
  readonly least: readonly { readonly alphabet: readonly string[]; readonly count: number }[];
}

function wishesOf(given: Arguments): Wishes {
  const length = countOf(given, 0);
  if (length > longest) throw given.failure(0, `is ${length}, but can be ${longest} at most`);
  const avoided = new Set(given.text(5));
  const least = categories.map((category, index) => {
    const alphabet = [...category].filter((character) => !avoided.has(character));
    const count = countOf(given, index + 1);
    if (count > 0 && alphabet.length === 0) throw given.failure(5, 'leaves nothing to draw from of what is asked for');
    return { alphabet, count };
  });
  const sum = least.reduce((total, { count }) => total + count, 0);
  if (length < sum) throw given.failure(0, `is ${length}, but the least numbers of characters make ${sum}`);
  if (length > 0 && least.every(({ alphabet }) => alphabet.length === 0)) {
    throw given.failure(5, 'leaves nothing to draw from');
  }
  return { length, least };
}

function countOf(given: Arguments, index: number): number {
  const count = given.wholeNumber(index);
  if (count < 0) throw given.failure(index, `is ${count}, but cannot be negative`);
  return count;
}

function drawn({ length, least }: Wishes, draw: Draw): readonly string[] {
  const needed = least.flatMap(({ alphabet, count }) => drawnFrom(alphabet, count, draw));
  const all = least.flatMap(({ alphabet }) => alphabet);
  return [...needed, ...drawnFrom(all, length - needed.length, draw)];
}

const drawnFrom = (alphabet: readonly string[], count: number, draw: Draw): readonly string[] =>
  Array.from({ length: count }, () => alphabet[draw(alphabet.length)] ?? '');

function shuffled(characters: readonly string[], draw: Draw): readonly string[] {
  const mixed = [...characters];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = draw(last + 1);
    [mixed[last], mixed[other]] = [mixed[other] ?? '', mixed[last] ?? ''];
  }
  return mixed;
}
