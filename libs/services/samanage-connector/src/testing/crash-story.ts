import type { CrashWants, WantedPerson } from './crash-wants';
import { groupIdOf, userIdOf } from './stand-in-mapping';

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
 * What a directory wants in waves. Each brings new people and groups, changes those of the one before, and takes back
 * what that one has taken away of the people and groups of the one before it.
 */
export class CrashStory {
  private readonly waves: Wave[] = [];
  private turn: number;

  /** @param turn with which kind of change those begin that are made of what is on its way */
  constructor(
    private readonly wants: CrashWants,
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
    for (const subject of onTheirWay) this.changeSubject(subject);
    this.takeBackWave(this.waves.at(-2) ?? noWave);
    this.changeWave(this.waves.at(-1) ?? noWave, new Set(onTheirWay));
    this.waves.push(this.begin(size));
    await this.wants.said();
  }

  /** Groups are wanted first, so that people are to join who have no account yet. */
  private begin({ people, groups, joins }: WaveSize): Wave {
    const { wants } = this;
    const numbers = upFrom(wants.people.size + 1, people);
    const others = numbers.slice(chain + circle);
    const wave = { managers: numbers.slice(0, chain + circle), others, groups: upFrom(wants.teams.size + 1, groups) };
    for (const [index, number] of wave.groups.entries()) {
      wants.team(number, {});
      for (let join = 0; join < joins; join += 1) wants.join(number, [numbers[(index + join) % people] ?? 0]);
    }
    for (const [index, number] of numbers.entries()) wants.person(number, { manager: managerOf(index, numbers) });
    // Some are wanted otherwise before anybody can have made them.
    for (const number of numbers) if (number % 4 === 0) wants.person(number, {});
    return wave;
  }

  private changeWave({ groups, others }: Wave, but: ReadonlySet<string>): void {
    for (const [index, number] of groups.entries()) {
      if (!but.has(subjectOfTeam(number))) this.changeTeam(index, number);
    }
    for (const [index, number] of others.entries()) {
      if (!but.has(subjectOfPerson(number))) this.changePerson(index, number);
    }
  }

  private takeBackWave({ groups, others }: Wave): void {
    for (const number of groups) this.takeBackTeam(number);
    for (const number of others) {
      const isAway = this.wants.people.get(number)?.presence !== 'enabled';
      if (number % 2 === 0 && isAway) this.wants.person(number, { presence: 'enabled' });
    }
  }

  /** Wants something else of what may be on its way, each time in another way. */
  private changeSubject(subject: string): void {
    const kind = (this.turn += 1);
    const person = [...this.wants.people.keys()].find((number) => subject === subjectOfPerson(number));
    const team = [...this.wants.teams.keys()].find((number) => subject === subjectOfTeam(number));
    if (person !== undefined) this.changePerson(this.isManager(person) ? 4 * (kind % 2) : kind, person);
    if (team !== undefined) this.changeTeam(kind, team);
  }

  private isManager(person: number): boolean {
    return this.waves.some(({ managers }) => managers.includes(person));
  }

  private changePerson(kind: number, number: number): void {
    const changes: readonly Partial<WantedPerson>[] = [
      { email: `p${number}.${this.wants.people.get(number)?.version ?? 0}@contoso.com` },
      { presence: 'absent' },
      { presence: 'disabled' },
      { presence: 'enabled', manager: null },
      { presence: 'enabled' },
    ];
    this.wants.person(number, changes[kind % changes.length] ?? {});
  }

  private changeTeam(kind: number, number: number): void {
    const { wants } = this;
    const { version = 0, members = new Set<number>() } = wants.teams.get(number) ?? {};
    const changes = [
      () => wants.turnRound(number),
      () => wants.team(number, { name: `Team ${number} of ${version}` }),
      () => wants.team(number, { presence: 'absent', members: new Set(), last: { added: [], removed: [] } }),
      () => wants.leave(number, [...members].slice(0, 1)),
    ];
    changes[kind % changes.length]?.();
  }

  private takeBackTeam(number: number): void {
    const { wants } = this;
    if (wants.teams.get(number)?.presence !== 'absent') return wants.turnRound(number);
    wants.team(number, { presence: 'present' });
    wants.join(number, [1, 2], 2);
  }
}

const subjectOfPerson = (number: number): string => `account-${userIdOf(number)}`;
const subjectOfTeam = (number: number): string => `group-${groupIdOf(number)}`;

const upFrom = (first: number, count: number): number[] => Array.from({ length: count }, (_, index) => first + index);

/** Each of the chain reports to the next one, each of the circle too; everybody else to the first of the chain. */
function managerOf(index: number, numbers: readonly number[]): number | null {
  if (index < chain) return index === chain - 1 ? null : (numbers[index + 1] ?? null);
  if (index >= chain + circle) return numbers[0] ?? null;
  return numbers[index === chain + circle - 1 ? chain : index + 1] ?? null;
}
