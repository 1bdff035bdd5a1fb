import { eager } from './arguments';

/** What Unicode does not take apart, but the published table does. */
const letters: Readonly<Record<string, string>> = {
  æ: 'ae',
  Æ: 'AE',
  ø: 'oe',
  Ø: 'OE',
  œ: 'oe',
  Œ: 'OE',
  ß: 'ss',
  ẞ: 'SS',
  ł: 'l',
  Ł: 'L',
  ı: 'i',
};

/** Marks of other scripts are part of their letters: without its own, a Cyrillic or Japanese letter is another one. */
const latinMarks = /(?<=\p{Script=Latin})\p{M}+/gu;

const isLetter = new RegExp(`[${Object.keys(letters).join('')}]`, 'g');

/** What stands for letters with diacritics in the published table (entra-provisioning.md §4.2). */
export const diacriticsFunction = eager(
  {
    name: 'NormalizeDiacritics',
    parameters: [{ key: 'source' }],
    dialect: 'azure-ad',
    returns: 'String',
    meaning:
      'A text whose Latin letters have no diacritics: ö becomes o and ü u, but æ becomes ae, ø and œ oe, ß ss, ł l and ı ' +
      'i. đ, ð, þ and other scripts stay.',
    examples: [
      { expression: 'NormalizeDiacritics("Zoë Müller")', result: 'Zoe Muller' },
      { expression: 'NormalizeDiacritics("Søren Groß")', result: 'Soeren Gross' },
    ],
  },
  (given) =>
    given
      .text(0)
      .normalize('NFD')
      .replaceAll(latinMarks, '')
      .replaceAll(isLetter, (letter) => letters[letter] ?? letter)
      .normalize('NFC'),
);
