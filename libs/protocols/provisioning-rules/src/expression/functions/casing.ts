import { type Arguments, eager } from './arguments';
import { quoted } from './read-value';

const dialect = 'azure-ad';
const parameters = [{ key: 'source' }, { key: 'culture', optional: true }] as const;

/** Functions that change the case of texts (entra-provisioning.md §4.2). */
export const casingFunctions = [
  eager(
    {
      name: 'ToLower',
      parameters,
      dialect,
      returns: 'String',
      meaning: 'A text in lower case, by the rules of a culture such as tr-TR where one is given.',
      examples: [
        { expression: 'ToLower("Jean-Élie")', result: 'jean-élie' },
        { expression: 'ToLower("ISIK", "tr-TR")', result: 'ısık' },
      ],
    },
    (given) => given.text(0).toLocaleLowerCase(cultureOf(given)),
    checkCulture,
  ),
  eager(
    {
      name: 'ToUpper',
      parameters,
      dialect,
      returns: 'String',
      meaning: 'A text in upper case, by the rules of a culture such as tr-TR where one is given.',
      examples: [
        { expression: 'ToUpper("en-us")', result: 'EN-US' },
        { expression: 'ToUpper("izmir", "tr-TR")', result: 'İZMİR' },
      ],
    },
    (given) => given.text(0).toLocaleUpperCase(cultureOf(given)),
    checkCulture,
  ),
  eager(
    {
      name: 'PCase',
      parameters: [{ key: 'source' }, { key: 'wordSeparators', optional: true }],
      dialect,
      returns: 'String',
      meaning:
        'A text in lower case but for the first letter of each word. Words end at each of the separators, and where none ' +
        'are given at white space, punctuation and symbols.',
      examples: [
        { expression: 'PCase("PABLO GONSALVES (SECOND)")', result: 'Pablo Gonsalves (Second)' },
        { expression: 'PCase("PINTO-DE\'SILVA", " \'-")', result: "Pinto-De'Silva" },
        { expression: 'PCase("PINTO-DE\'SILVA", " ")', result: "Pinto-de'silva" },
      ],
    },
    (given) => properCase(given.text(0).toLowerCase(), separating(given)),
  ),
];

/** The language that is no one's: what has no culture must not depend on where it runs. */
const invariant = 'und';

function cultureOf(given: Arguments): string {
  const culture = given.text(1);
  if (culture === '') return invariant;
  if (!isKnownCulture(culture)) throw given.failure(1, `is ${quoted(culture)}, which is no culture, such as ja-JP`);
  return culture;
}

function isKnownCulture(culture: string): boolean {
  try {
    return Intl.Collator.supportedLocalesOf(culture).length > 0;
  } catch {
    return false;
  }
}

function checkCulture(constants: Arguments): void {
  if (constants.isGiven(1)) cultureOf(constants);
}

const isDefaultSeparator = (character: string): boolean => /[\p{Z}\p{Cc}\p{Cf}\p{P}\p{S}]/u.test(character);

function separating(given: Arguments): (character: string) => boolean {
  const separators = given.value(1) === null ? undefined : new Set(given.text(1));
  return separators ? (character) => separators.has(character) : isDefaultSeparator;
}

function properCase(text: string, isSeparator: (character: string) => boolean): string {
  const characters: string[] = [];
  let isWithinWord = false;
  for (const character of text) {
    const isLetter = /\p{L}/u.test(character);
    characters.push(isLetter && !isWithinWord ? character.toUpperCase() : character);
    isWithinWord = (isWithinWord || isLetter) && !isSeparator(character);
  }
  return characters.join('');
}
