const hour = '(?:[01]\\d|2[0-3])';
const grammar = new RegExp(
  `^(?<day>\\d{4}-\\d\\d-\\d\\d)` +
    `(?:[T ](?<time>${hour}:[0-5]\\d(?::[0-5]\\d(?:\\.\\d+)?)?)(?<zone>Z|[+-]${hour}:[0-5]\\d)?)?$`,
  'i',
);

/**
 * The instant that an ISO 8601 date names, in milliseconds since 1970; what is finer is cut. Without a zone it is in
 * UTC, and without a time it is the day's beginning.
 *
 * @returns undefined for a text that is no date
 */
export function instantOf(text: string): number | undefined {
  const parts = grammar.exec(text.trim())?.groups;
  if (!parts) return undefined;
  const { day = '', time = '00:00', zone = 'Z' } = parts;
  return isDay(day) ? Date.parse(`${day}T${time}${zone.toUpperCase()}`) : undefined;
}

/** The 30th of February is parsed as a day in March. */
function isDay(day: string): boolean {
  const instant = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(day);
}
