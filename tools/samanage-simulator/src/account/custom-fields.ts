import type { Switches } from '../switches';
import type { Account } from './account';
import { textOf } from './body';
import { Malformed, type User } from './records';

interface Given {
  readonly name?: unknown;
  readonly value?: unknown;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const isoDate = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** A date reads back in another form than it was written in (samanage-api.md §2.4). */
const readBack = (value: string): string =>
  value.replace(isoDate, (_, year: string, month: string, day: string) => {
    return `${months[Number(month) - 1]} ${day}, ${year}`;
  });

/**
 * Writes custom fields, which are written in another shape than read and go by their exact name; names that do not
 * exist are ignored (samanage-api.md §2.4).
 *
 * @throws Malformed for a bare array, which the API fails on
 */
export function setCustomFields(account: Account, user: User, given: unknown, { customFields }: Switches): void {
  if (Array.isArray(given)) throw new Malformed('custom fields as an array');
  const rows = (given as { custom_fields_value?: unknown } | null | undefined)?.custom_fields_value;
  if (!Array.isArray(rows)) return;
  const known = (rows as Given[])
    .map(({ name, value }) => ({ name: textOf(name), value: readBack(textOf(value)) }))
    .filter(({ name }) => customFields === 'any' || customFields.includes(name));
  for (const { name } of known) {
    if (!account.customFieldNames.includes(name)) account.customFieldNames.push(name);
  }
  user.customFields = { ...user.customFields, ...Object.fromEntries(known.map(({ name, value }) => [name, value])) };
}

/** Custom fields as they are read. */
export const customFieldViews = (account: Account, user: User): readonly object[] =>
  Object.entries(user.customFields).map(([name, value]) => {
    const fieldId = account.customFieldNames.indexOf(name) + 1;
    return {
      id: user.id * 100 + fieldId,
      custom_field_id: fieldId,
      name,
      value,
      options: null,
      type: 1,
      type_name: 'Text',
      show_on_portal: false,
      mandatory: false,
      user: null,
      attachment: null,
    };
  });
