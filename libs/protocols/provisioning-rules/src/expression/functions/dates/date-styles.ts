/** What .NET's `DateTimeStyles` let pass, as far as it makes a difference where every clock is in UTC. */
export interface DateStyles {
  readonly leadingWhite: boolean;
  readonly trailingWhite: boolean;
  readonly innerWhite: boolean;
  /** A text with no date is of today; else of the first day there is. */
  readonly today: boolean;
}

/** As with no styles: RoundtripKind, AllowLeadingWhite and AllowTrailingWhite (entra-provisioning.md §4.5). */
const usual: DateStyles = { leadingWhite: true, trailingWhite: true, innerWhite: false, today: true };
const none: DateStyles = { leadingWhite: false, trailingWhite: false, innerWhite: false, today: true };

const styles: ReadonlyMap<string, Partial<DateStyles>> = new Map<string, Partial<DateStyles>>([
  ['None', {}],
  ['AllowLeadingWhite', { leadingWhite: true }],
  ['AllowTrailingWhite', { trailingWhite: true }],
  ['AllowInnerWhite', { innerWhite: true }],
  ['AllowWhiteSpaces', { leadingWhite: true, trailingWhite: true, innerWhite: true }],
  ['NoCurrentDateDefault', { today: false }],
  ['AdjustToUniversal', {}],
  ['AssumeLocal', {}],
  ['AssumeUniversal', {}],
  ['RoundtripKind', {}],
]);

/** Reads styles with commas between them; undefined where one is none of .NET's. */
export function readDateStyles(text: string): DateStyles | undefined {
  if (text.trim() === '') return usual;
  const named = text.split(',').map((name) => styles.get(name.trim()));
  return named.every((style) => style !== undefined) ? (Object.assign({}, none, ...named) as DateStyles) : undefined;
}
