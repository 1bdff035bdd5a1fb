/** A choice a job makes about requests that the RFCs refuse and clients send, or the other way round. */
interface Switch<Value extends string> {
  readonly values: readonly Value[];
  readonly fallback: Value;
  /** What it does, and why there are two ways: a line of `docs/scim.md`. */
  readonly meaning: string;
}

const choice = <const Value extends string>(
  values: readonly Value[],
  fallback: NoInfer<Value>,
  meaning: string,
): Switch<Value> => ({ values, fallback, meaning });

/** The switches of a job's endpoint; the defaults content both Azure AD and the RFC's test suites (scim.md §1.4, §2). */
export const switches = {
  unknownAttributes: choice(
    ['ignore', 'refuse'],
    'ignore',
    'Attributes that no schema of the job knows. Admins map more than we know, and refusing them blocks the whole person; `refuse` answers 400 `invalidPath`.',
  ),
  emptyOperations: choice(
    ['refuse', 'accept'],
    'refuse',
    "A PATCH whose `Operations` is empty. The RFC wants one at least; Microsoft's validator has sent none. `accept` changes nothing.",
  ),
  danglingMembers: choice(
    ['keep', 'refuse'],
    'keep',
    'A member id that no resource of the job has. One unknown id must not lose the others of its request; `refuse` answers 400 `invalidValue`. The id of a deleted resource is never kept.',
  ),
  unquotedFilterValues: choice(
    ['refuse', 'accept'],
    'refuse',
    "A filter's text without its quotes, as some of Microsoft's own reference tests send it.",
  ),
  groupPatchAnswer: choice(
    ['noContent', 'resource'],
    'noContent',
    'The answer to the PATCH of a group: 204, or 200 with the group and its members, which may be many. `attributes` in the request always brings 200.',
  ),
  userPatchAnswer: choice(
    ['resource', 'noContent'],
    'resource',
    'The answer to the PATCH of a user, or of any other resource than a group: 200 with the resource, or 204.',
  ),
  groupDisplayNames: choice(
    ['unique', 'any'],
    'unique',
    'Whether two groups may have one `displayName`. The RFC lets them; Azure AD matches groups by it and its validator expects 409.',
  ),
  twoPrimaries: choice(
    ['refuse', 'keepFirst'],
    'refuse',
    'Two values of one attribute that both are primary in a POST or PUT. The RFC allows one; `keepFirst` makes the others ordinary.',
  ),
  discoveryFilter: choice(
    ['refuse', 'ignore'],
    'refuse',
    'A filter on `/Schemas` or `/ResourceTypes`. The RFC asks for 403 in one place and for ignoring it in another.',
  ),
} as const satisfies Readonly<Record<string, Switch<string>>>;

export type SwitchName = keyof typeof switches;

/** How lenient an endpoint is, a value a switch. */
export type Leniency = { readonly [Name in SwitchName]: (typeof switches)[Name]['fallback'] };

export const defaultLeniency = Object.fromEntries(
  Object.entries(switches).map(([name, { fallback }]) => [name, fallback]),
) as Leniency;
