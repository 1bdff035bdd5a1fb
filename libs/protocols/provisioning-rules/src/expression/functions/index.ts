import type { FunctionDefinition } from '../function-definition';
import { bitsFunction } from './bits';
import { casingFunctions } from './casing';
import { chanceFunctions } from './chance';
import { conditionFunctions } from './conditions';
import { conversionFunctions } from './conversions';
import { dateArithmeticFunctions } from './dates/date-arithmetic';
import { dateFunctions } from './dates/date-functions';
import { filetimeFunctions } from './dates/filetime';
import { formatDateTimeFunction } from './dates/format-date-time';
import { diacriticsFunction } from './diacritics';
import { encodingFunctions } from './encoding';
import { listFunctions } from './lists';
import { replaceFunction } from './replace';
import { roleFunctions } from './roles';
import { textFunctions } from './texts';
import { truthFunctions } from './truth';

const all: readonly FunctionDefinition[] = [
  ...textFunctions,
  ...casingFunctions,
  diacriticsFunction,
  replaceFunction,
  ...listFunctions,
  ...conversionFunctions,
  ...encodingFunctions,
  ...conditionFunctions,
  ...truthFunctions,
  bitsFunction,
  ...dateFunctions,
  ...dateArithmeticFunctions,
  formatDateTimeFunction,
  ...filetimeFunctions,
  ...roleFunctions,
  ...chanceFunctions,
];

/** Every function of the expression language by its name, in which case counts (entra-provisioning.md §4.2–§4.6). */
export const functionDefinitions: ReadonlyMap<string, FunctionDefinition> = new Map(
  all.map((definition) => [definition.name, definition]),
);
