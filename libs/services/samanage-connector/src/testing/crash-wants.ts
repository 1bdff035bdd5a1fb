import { userIdOf, type wantsOf } from './stand-in-mapping';

/** What is wanted of a person now. */
export interface WantedPerson {
  readonly version: number;
  readonly email: string;
  readonly presence: 'enabled' | 'disabled' | 'absent';
  /** The number of the person he reports to. */
  readonly manager: number | null;
}

/** What is wanted of a group now. */
export interface WantedTeam {
  readonly version: number;
  readonly name: string;
  readonly presence: 'present' | 'absent';
  readonly members: ReadonlySet<number>;
  /** Who was said to join and to leave last. */
  readonly last: { readonly added: readonly number[]; readonly removed: readonly number[] };
}

/**
 * Wants people and groups by their numbers, and keeps the state that all of it leads to. Each thing that is wanted has a
 * version of its own, which is written to Samanage: as the title of a person, and as the description of a group.
 */
export class CrashWants {
  readonly people = new Map<number, WantedPerson>();
  readonly teams = new Map<number, WantedTeam>();
  /** The ids of all changes. */
  readonly changes: string[] = [];
  private readonly saying: Promise<void>[] = [];

  constructor(private readonly wants: ReturnType<typeof wantsOf>) {}

  /** Returns when everything stands in the log of mapping. */
  async said(): Promise<void> {
    await Promise.all(this.saying.splice(0));
  }

  person(number: number, wanted: Partial<WantedPerson>): void {
    const before = this.people.get(number) ?? newPerson(number);
    const person = { ...before, ...wanted, version: before.version + 1 };
    this.people.set(number, person);
    const { email, presence, manager, version } = person;
    const reportsTo = manager === null ? null : userIdOf(manager);
    const values = { email, title: `${number}.${version}`, reports_to: reportsTo };
    this.say(this.wants.desire(number, values, presence));
  }

  team(number: number, wanted: Partial<WantedTeam>): void {
    const before = this.teams.get(number) ?? newTeam(number);
    const team = { ...before, ...wanted, version: before.version + 1 };
    this.teams.set(number, team);
    const { name, presence, version } = team;
    this.say(this.wants.desireGroup(number, { description: `${number}.${version}` }, { presence, name }));
  }

  /** @param total all who are to be members, where it is a snapshot */
  join(number: number, added: readonly number[], total?: number): void {
    const team = this.teams.get(number);
    if (!team || team.presence === 'absent') return;
    const members = new Set([...team.members, ...added]);
    this.teams.set(number, { ...team, members, last: { added, removed: [] } });
    this.say(this.wants.desireMembers(number, [{ added, ...(total === undefined ? {} : { total }) }]));
  }

  leave(number: number, removed: readonly number[]): void {
    const team = this.teams.get(number);
    if (!team || team.presence === 'absent' || removed.length === 0) return;
    const members = new Set([...team.members].filter((member) => !removed.includes(member)));
    this.teams.set(number, { ...team, members, last: { added: [], removed } });
    this.say(this.wants.desireMembers(number, [{ removed }]));
  }

  /** Whoever joined last leaves, and the other way round. */
  turnRound(number: number): void {
    const { added, removed } = this.teams.get(number)?.last ?? { added: [], removed: [] };
    if (added.length > 0) this.leave(number, added);
    else if (removed.length > 0) this.join(number, removed);
  }

  private say(wanting: Promise<string>): void {
    this.saying.push(wanting.then((changeId) => void this.changes.push(changeId)));
  }
}

const newPerson = (number: number): WantedPerson => ({
  version: 0,
  email: `p${number}@contoso.com`,
  presence: 'enabled',
  manager: null,
});

const newTeam = (number: number): WantedTeam => ({
  version: 0,
  name: `Team ${number}`,
  presence: 'present',
  members: new Set(),
  last: { added: [], removed: [] },
});
