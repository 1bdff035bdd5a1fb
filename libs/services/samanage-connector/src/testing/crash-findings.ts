import type { RunningSimulator } from '@waybill/samanage-simulator';
import type { CrashWants, WantedPerson, WantedTeam } from './crash-wants';

type Simulator = RunningSimulator['simulator'];

/**
 * Everything in which a simulated account differs from what is wanted, and everything that its record of received
 * writes shows to have gone wrong on the way. Empty where nothing was lost, stale or done twice.
 */
export function findingsAt(simulator: Simulator, { people, teams }: CrashWants): string[] {
  const versions = versionsIn(simulator);
  return [
    ...[...people].flatMap(([number, person]) => personFindings(simulator, number, person)),
    ...[...teams].flatMap(([number, team]) => teamFindings(simulator, number, team)),
    ...[...versions].flatMap(([subject, written]) => staleWrites(subject, written)),
  ];
}

function personFindings(simulator: Simulator, number: number, person: WantedPerson): string[] {
  const name = `Person ${number}`;
  const accounts = accountsNamed(simulator, name);
  const [account, ...others] = accounts;
  if (others.length > 0) return [`duplicate: ${accounts.length} accounts of ${name}`];
  if (person.presence === 'absent') return account ? [`lost: ${name} was not deleted`] : [];
  if (!account) return person.presence === 'enabled' ? [`lost: no account of ${name}`] : [];
  const { title, email, disabled, reportsTo } = account;
  const manager = person.manager === null ? null : accountsNamed(simulator, `Person ${person.manager}`)[0]?.id;
  const wanted = { title: `${number}.${person.version}`, email: person.email, disabled: person.presence !== 'enabled' };
  return differing(name, { title, email, disabled, reportsTo }, { ...wanted, reportsTo: manager });
}

function teamFindings(simulator: Simulator, number: number, team: WantedTeam): string[] {
  const groups = [...simulator.account.groups.values()].filter(({ description }) =>
    description.startsWith(`${number}.`),
  );
  const [group, ...others] = groups;
  const name = `group ${number}`;
  if (others.length > 0) return [`duplicate: ${groups.length} of ${name}`];
  if (team.presence === 'absent') return group ? [`lost: ${name} was not deleted`] : [];
  if (!group) return [`lost: no ${name}`];
  const { users } = simulator.account;
  const members = [...group.memberships.values()].flatMap(({ userId }) => users.get(userId)?.name ?? []);
  const wanted = [...team.members].map((member) => `Person ${member}`);
  const there = wanted.filter((person) => accountsNamed(simulator, person).length > 0);
  return differing(
    name,
    { name: group.name, description: group.description, members: members.sort().join() },
    { name: team.name, description: `${number}.${team.version}`, members: there.sort().join() },
  );
}

const accountsNamed = ({ account }: Simulator, name: string) =>
  [...account.users.values()].filter((user) => user.name === name);

function differing(
  name: string,
  actual: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
): string[] {
  const members = Object.keys(wanted).filter((member) => actual[member] !== wanted[member]);
  return members.map((member) => `stale: ${member} of ${name} is ${actual[member]}, not ${wanted[member]}`);
}

/** The versions of each person and group in the order in which they were written, by the titles and descriptions. */
function versionsIn({ record }: Simulator): ReadonlyMap<string, readonly number[]> {
  const versions = new Map<string, number[]>();
  for (const { body, applied } of record) {
    const written = applied ? versionIn(body) : undefined;
    if (written) versions.set(written.subject, [...(versions.get(written.subject) ?? []), written.version]);
  }
  return versions;
}

function versionIn(body: unknown): { subject: string; version: number } | undefined {
  const { user, group } = (body ?? {}) as { user?: { title?: string }; group?: { description?: string } };
  const [number, version] = (user?.title ?? group?.description ?? '').split('.');
  return version === undefined
    ? undefined
    : { subject: `${user ? 'person' : 'group'} ${number}`, version: Number(version) };
}

/** Each version is written once, and none after a newer one. */
function staleWrites(subject: string, written: readonly number[]): string[] {
  const isRising = written.every((version, index) => index === 0 || version > (written[index - 1] ?? 0));
  return isRising ? [] : [`stale or repeated: ${subject} was written in versions ${written.join()}`];
}
