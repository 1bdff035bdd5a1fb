import type { Switches } from '../../switches';
import type { Account } from '../account';

/** What a record is shown by: the account, the shapes that the switches ask for, and where links lead. */
export interface Shown {
  readonly account: Account;
  readonly switches: Switches;
  /** Base of links, e.g. `https://api.samanage.com`. */
  readonly origin: string;
}

/** Colours of avatars as seen in true answers. */
const colours = ['#fa7911', '#0bc46f', '#dfcd00', '#0089c9', '#fd4165', '#bb5bac'];

export const colourOf = (id: number): string => colours[id % colours.length] as string;

/** A time in the account's own offset, with milliseconds (samanage-api.md §2.2, §8.11). */
export function zoned(at: string | null, utcOffset: string): string | null {
  if (at === null) return null;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):(\d{2})$/.exec(utcOffset) ?? [];
  const shift = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const local = new Date(Date.parse(at) + shift * 60_000);
  return local.toISOString().replace('Z', utcOffset);
}

/** A reference to a group; -1 for nobody (samanage-api.md §3.2). */
export const groupReference = (id: number | null, origin: string): object => ({
  id: id ?? -1,
  href: `${origin}/groups/${id ?? -1}.json`,
});
