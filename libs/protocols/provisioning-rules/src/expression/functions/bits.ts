import { type Arguments, eager } from './arguments';
import { quoted } from './read-value';

/** Bits of numbers such as `userAccountControl` (entra-provisioning.md §4.4). */
export const bitsFunction = eager(
  {
    name: 'BitAnd',
    parameters: [
      { key: 'value1', type: 'Integer' },
      { key: 'value2', type: 'Integer' },
    ],
    dialect: 'azure-ad',
    returns: 'Integer',
    meaning: 'The bits that two whole numbers have in common, as a number.',
    examples: [
      { expression: 'BitAnd(&HF, &HF7)', result: 7 },
      { expression: 'BitAnd("514", 2)', result: 2 },
    ],
  },
  (given) => {
    const bits = bitsOf(given, 0) & bitsOf(given, 1);
    const number = Number(bits);
    return Number.isSafeInteger(number) ? number : String(bits);
  },
);

function bitsOf(given: Arguments, index: number): bigint {
  const text = given.text(index).trim();
  if (/^-?\d{1,20}$/.test(text)) return BigInt(text);
  throw given.failure(index, `is ${quoted(text)}, but has to be a whole number`);
}
