import { contosoPeople, contosoRoles } from './contoso';
import type { Person } from './person';
import { SeededRandom } from './seeded-random';

const unique = (values: (string | null)[]): string[] => [...new Set(values.flatMap((value) => value ?? []))];

const givenNames = unique(contosoPeople.map(({ givenName }) => givenName));
const surnames = unique(contosoPeople.map(({ surname }) => surname));
const titles = unique(contosoPeople.map(({ jobTitle }) => jobTitle));
const departments = unique(contosoPeople.map(({ department }) => department));
const offices = unique(contosoPeople.map(({ physicalDeliveryOfficeName }) => physicalDeliveryOfficeName));

/** People made of the names, titles, departments and offices of Contoso: the same for the same seed. */
export function seededPeople(count: number, seed: number): Person[] {
  const random = new SeededRandom(seed);
  const people: Person[] = [];
  for (let number = 1; number <= count; number += 1) {
    people.push(seededPerson(random, number, people));
  }
  return people;
}

/** Every eighth leads; the others report to somebody who was made before them. */
function seededPerson(random: SeededRandom, number: number, before: readonly Person[]): Person {
  const givenName = random.pick(givenNames);
  const surname = random.pick(surnames);
  const mailNickname = `person${number}`;
  return {
    objectId: random.uuid(),
    userPrincipalName: `${mailNickname}@contoso.com`,
    mailNickname,
    mail: `${mailNickname}@contoso.com`,
    displayName: `${givenName} ${surname} ${number}`,
    givenName,
    surname,
    jobTitle: random.pick(titles),
    department: random.pick(departments),
    physicalDeliveryOfficeName: random.pick(offices),
    telephoneNumber: `+1 425 555 ${String(number % 10_000).padStart(4, '0')}`,
    mobile: null,
    employeeId: String(10_000 + number),
    manager: number % 8 === 1 ? null : random.pick(before).objectId,
    accountEnabled: true,
    appRoleAssignments: [random.pick(contosoRoles)],
  };
}

/** A change as it happens in a directory: a title, a department, a phone, somebody leaving or coming back. */
export function seededChange(person: Person, random: SeededRandom): Person {
  const kinds: readonly (() => Person)[] = [
    () => ({ ...person, jobTitle: random.pick(titles) }),
    () => ({ ...person, department: random.pick(departments) }),
    () => ({ ...person, telephoneNumber: `+1 206 555 ${String(random.below(10_000)).padStart(4, '0')}` }),
    () => ({ ...person, mobile: person.mobile === null ? `+1 206 555 ${random.below(10_000)}` : null }),
    () => ({ ...person, accountEnabled: !person.accountEnabled }),
  ];
  return random.pick(kinds)();
}
