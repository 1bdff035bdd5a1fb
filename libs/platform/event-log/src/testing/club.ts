import {
  type Command,
  type Decider,
  DomainError,
  type DomainEvent,
  type RowChange,
  type Rows,
  type RowsNeeded,
} from '@waybill/decider';

/**
 * A small world with what can go wrong with rows: members that must be neither lost nor taken in twice, and people who
 * must be there to become members.
 */
export type ClubCommand = Command & { club: string } & (
    | { type: 'found'; name: string }
    | { type: 'join' | 'replace'; people: readonly string[]; rank: string }
    | { type: 'leave'; people: readonly string[] }
  );

export type ClubEvent =
  | DomainEvent<'test.founded', { club: string; name: string }>
  | DomainEvent<
      'test.members-changed',
      { club: string; added: readonly string[]; rank: string; removed: readonly string[] }
    >;

export const memberRows = 'member';
export const personRows = 'person';

const membersOf = (club: string, keys: readonly string[] | 'all'): RowsNeeded => ({
  collection: memberRows,
  owner: club,
  keys,
});

export const club: Decider<ClubCommand, { name: string | null }, ClubEvent> = {
  name: 'club',
  stream: (command) => `club-${command.club}`,
  initialState: () => ({ name: null }),
  evolve: (state, event) => (event.type === 'test.founded' ? { name: event.data.name } : state),
  claims: ({ name }) => (name === null ? [] : [`club-name:${name}`]),
  needs: (command) => {
    if (command.type === 'found') return [];
    const members = membersOf(command.club, command.type === 'replace' ? 'all' : command.people);
    const people = { collection: personRows, owner: command.jobId, keys: command.people };
    return command.type === 'leave' ? [members] : [members, people];
  },
  decide: (command, _, rows) => {
    if (command.type === 'found') return [{ type: 'test.founded', data: { club: command.club, name: command.name } }];
    const data = { club: command.club, rank: '', ...changeOf(command, rows) };
    const isNothing = data.added.length === 0 && data.removed.length === 0;
    return isNothing ? [] : [{ type: 'test.members-changed', data }];
  },
  rowChanges: (event) => {
    if (event.type === 'test.founded') return [];
    const { club: owner, added, removed, rank } = event.data;
    const changeTo = (row: { rank: string } | null) => (key: string) => ({ collection: memberRows, owner, key, row });
    return [...added.map(changeTo({ rank })), ...removed.map(changeTo(null))];
  },
};

function changeOf(command: Exclude<ClubCommand, { type: 'found' }>, rows: Rows) {
  const memberBefore = (person: string) => rows.get(memberRows, command.club, person);
  if (command.type === 'leave') return { added: [], removed: command.people.filter(memberBefore) };
  const { people, rank, jobId } = command;
  const unknown = people.find((person) => !rows.get(personRows, jobId, person));
  if (unknown) throw new DomainError('not-found', 'test.nobody', `${unknown} is nobody`);
  const added = people.filter((person) => memberBefore(person)?.rank !== rank);
  const others = command.type === 'replace' ? [...rows.all(memberRows, command.club).keys()] : [];
  const staying = new Set(people);
  return { added, rank, removed: others.filter((person) => !staying.has(person)).toSorted() };
}

export type PersonCommand = Command & { type: 'enter' | 'delete'; person: string };

export type PersonEvent = DomainEvent<'test.entered' | 'test.deleted', { job: string; person: string }>;

export const person: Decider<PersonCommand, boolean, PersonEvent> = {
  name: 'person',
  stream: (command) => `person-${command.person}`,
  initialState: () => false,
  evolve: (_, event) => event.type === 'test.entered',
  decide: ({ type, jobId: job, person: who }, isThere) => {
    if (isThere === (type === 'enter')) return [];
    return [{ type: type === 'enter' ? 'test.entered' : 'test.deleted', data: { job, person: who } }];
  },
  rowChanges: ({ type, data: { job: owner, person: key } }) => [
    { collection: personRows, owner, key, row: type === 'test.entered' ? {} : null },
  ],
};

/** What the events of this world do to rows, whoever decided them. */
export const rowChangesOf = (events: readonly DomainEvent[]): RowChange[] =>
  events.flatMap((event) => {
    const isPerson = event.type === 'test.entered' || event.type === 'test.deleted';
    return (isPerson ? person : club).rowChanges?.(event as never) ?? [];
  });

const jobId = 'job-1';

export const found = (club: string, name: string): ClubCommand => ({ type: 'found', jobId, club, name });
const taking =
  (type: 'join' | 'replace') =>
  (club: string, people: readonly string[], rank = 'player'): ClubCommand => ({ type, jobId, club, people, rank });

export const join = taking('join');
export const replace = taking('replace');
export const leave = (club: string, people: readonly string[]): ClubCommand => ({ type: 'leave', jobId, club, people });
export const enter = (who: string): PersonCommand => ({ type: 'enter', jobId, person: who });
export const remove = (who: string): PersonCommand => ({ type: 'delete', jobId, person: who });
