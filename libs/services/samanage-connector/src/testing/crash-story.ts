import { groupIdOf, userIdOf, type wantsOf } from './stand-in-mapping';

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

/** How much is wanted at once. */
export interface WaveSize {
  readonly people: number;
  readonly groups: number;
  /** People who join each group, each with a change of his own. */
  readonly joins: number;
}

interface Wave {
  /** Nobody of them is ever disabled or deleted: others report to them. */
  readonly managers: readonly number[];
  readonly others: readonly number[];
  readonly groups: readonly number[];
}

/** Of each wave so many report to each other in a chain, the last to nobody; as many more in a circle. */
const chain = 5;
const circle = 3;

const noWave: Wave = { managers: [], others: [], groups: [] };

/**
 * What a directory wants in waves, and the state that all of it leads to. Each wave brings new people and groups, changes
 * those of the one before, and takes back what the one before that has taken away. Each thing that is wanted has a
 * version of its own, which is written to Samanage: as the title of a person, and as the description of a group.
 */
export class CrashStory {
  readonly people = new Map<number, WantedPerson>();
  readonly teams = new Map<number, WantedTeam>();
  readonly changes: string[] = [];
  private readonly waves: Wave[] = [];
  private readonly saying: Promise<void>[] = [];
  private turn: number;

  /** @param turn where the ways in which things on their way are changed begin */
  constructor(
    private readonly wants: ReturnType<typeof wantsOf>,
    turn: number,
  ) {
    this.turn = turn;
  }

  /**
   * Wants a wave more.
   *
   * @param onTheirWay subjects of the work list whose call may be on its way: these are wanted otherwise before all else
   */
  async wave(size: WaveSize, onTheirWay: readonly string[]): Promise<void> {
    const earlier = this.waves.at(-1) ?? noWave;
    const before = this.waves.at(-2) ?? noWave;
    const changed = new Set(onTheirWay);
    for (const subject of changed) this.change(subject);
    for (const number of before.groups) this.takeBackTeam(number);
    for (const [index, number] of before.others.entries()) this.takeBack(index, number);
    const isLeft = (subject: string) => !changed.has(subject);
    for (const [index, number] of earlier.groups.entries()) {
      if (isLeft(`group-${groupIdOf(number)}`)) this.changeTeam(index, number);
    }
    for (const [index, number] of earlier.others.entries()) {
      if (isLeft(`account-${userIdOf(number)}`)) this.changePerson(index, number);
    }
    this.waves.push(this.begin(size));
    await Promise.all(this.saying.splice(0));
  }

  /** Groups are wanted first, so that people are to join who have no account yet. */
  private begin({ people, groups, joins }: WaveSize): Wave {
    const numbers = upFrom(this.people.size + 1, people);
    const wave = {
      managers: numbers.slice(0, chain + circle),
      others: numbers.slice(chain + circle),
      groups: upFrom(this.teams.size + 1, groups),
    };
    for (const [index, number] of wave.groups.entries()) {
      this.team(number, { name: `Team ${number}`, presence: 'present' });
      for (let join = 0; join < joins; join += 1) this.join(number, [numbers[(index + join) % people] ?? 0]);
    }
    for (const [index, number] of numbers.entries()) this.person(number, { manager: managerOf(index, numbers) });
    for (const [index, number] of numbers.entries()) if (index % 4 === 0) this.person(number, {});
    return wave;
  }

  /** Wants something else of what may be on its way, each time in another way. */
  private change(subject: string): void {
    const kind = (this.turn += 1);
    const [person] = [...this.people.keys()].filter((number) => subject === `account-${userIdOf(number)}`);
    const [team] = [...this.teams.keys()].filter((number) => subject === `group-${groupIdOf(number)}`);
    if (person !== undefined) this.changePerson(this.isManager(person) ? 4 * (kind % 2) : kind % 5, person);
    if (team !== undefined) this.changeTeam(kind % 4, team);
  }

  private isManager(person: number): boolean {
    return this.waves.some(({ managers }) => managers.includes(person));
  }

  private changePerson(kind: number, number: number): void {
    const changes: readonly Partial<WantedPerson>[] = [
      { email: `p${number}.${this.people.get(number)?.version ?? 0}@contoso.com` },
      { presence: 'absent' },
      { presence: 'disabled' },
      { presence: 'enabled', manager: null },
      { presence: 'enabled' },
    ];
    this.person(number, changes[kind % changes.length] ?? {});
  }

  private takeBack(index: number, number: number): void {
    if (index % 2 === 0 && this.people.get(number)?.presence !== 'enabled') this.person(number, { presence: 'enabled' });
  }

  private changeTeam(kind: number, number: number): void {
    const team = this.teams.get(number);
    if (!team) return;
    const changes = [
      () => this.turnRound(number),
      () => this.team(number, { name: `Team ${number} of ${team.version}` }),
      () => this.team(number, { presence: 'absent', members: new Set(), last: { added: [], removed: [] } }),
      () => this.leave(number, [...team.members].slice(0, 1)),
    ];
    changes[kind % changes.length]?.();
  }

  private takeBackTeam(number: number): void {
    const team = this.teams.get(number);
    if (team?.presence === 'absent') {
      this.team(number, { presence: 'present' });
      this.join(number, [1, 2], 2);
    } else this.turnRound(number);
  }

  /** Whoever joined last leaves, and the other way round. */
  private turnRound(number: number): void {
    const { added, removed } = this.teams.get(number)?.last ?? { added: [], removed: [] };
    if (added.length > 0) this.leave(number, added);
    else if (removed.length > 0) this.join(number, removed);
  }

  private person(number: number, wanted: Partial<WantedPerson>): void {
    const before = this.people.get(number) ?? newPerson(number);
    const person = { ...before, ...wanted, version: before.version + 1 };
    this.people.set(number, person);
    const { email, presence, manager, version } = person;
    const reportsTo = manager === null ? null : userIdOf(manager);
    const values = { email, title: `${number}.${version}`, reports_to: reportsTo };
    this.say(this.wants.desire(number, values, presence));
  }

  private team(number: number, wanted: Partial<WantedTeam>): void {
    const before = this.teams.get(number) ?? newTeam(number);
    const team = { ...before, ...wanted, version: before.version + 1 };
    this.teams.set(number, team);
    const { name, presence, version } = team;
    this.say(this.wants.desireGroup(number, { description: `${number}.${version}` }, { presence, name }));
  }

  /** @param total all who are to be members, where it is a snapshot */
  private join(number: number, added: readonly number[], total?: number): void {
    const team = this.teams.get(number);
    if (!team || team.presence === 'absent') return;
    const members = new Set([...team.members, ...added]);
    this.teams.set(number, { ...team, members, last: { added, removed: [] } });
    this.say(this.wants.desireMembers(number, [{ added, ...(total === undefined ? {} : { total }) }]));
  }

  private leave(number: number, removed: readonly number[]): void {
    const team = this.teams.get(number);
    if (!team || team.presence === 'absent' || removed.length === 0) return;
    const members = new Set([...team.members].filter((member) => !removed.includes(member)));
    this.teams.set(number, { ...team, members, last: { added: [], removed } });
    this.say(this.wants.desireMembers(number, [{ removed }]));
  }

  private say(wanting: Promise<string>): void {
    this.saying.push(wanting.then((changeId) => void this.changes.push(changeId)));
  }
}

const upFrom = (first: number, count: number): number[] => Array.from({ length: count }, (_, index) => first + index);

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

/** Each of the chain reports to the next one, each of the circle too; everybody else to the first of the chain. */
function managerOf(index: number, numbers: readonly number[]): number | null {
  if (index < chain) return index === chain - 1 ? null : (numbers[index + 1] ?? null);
  if (index >= chain + circle) return numbers[0] ?? null;
  return numbers[index === chain + circle - 1 ? chain : index + 1] ?? null;
}
