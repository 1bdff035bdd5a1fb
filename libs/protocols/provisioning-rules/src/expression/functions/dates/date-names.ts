/** English, as .NET has them where no culture is given. */
export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

export const weekdayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** The names of months and days as they are when cut. */
export const shortName = (name: string): string => name.slice(0, 3);

/** The index of a name, be it cut, in any case; undefined for what is none. */
export function indexOfName(names: readonly string[], text: string): number | undefined {
  const wanted = text.toLowerCase();
  const index = names.findIndex((name) => [name, shortName(name)].some((each) => each.toLowerCase() === wanted));
  return index < 0 ? undefined : index;
}
