import fc from 'fast-check';
import { type ClubCommand, enter, join, leave, type PersonCommand, remove, replace } from './club';

const names = ['ann', 'ben', 'cleo'];
const clubs = fc.constantFrom('chess', 'go');
const rank = fc.constantFrom('player', 'captain');

/** Everything that is asked of a small world, by two clubs with three people who come and go. */
const clubCommand: fc.Arbitrary<ClubCommand | PersonCommand> = fc.oneof(
  fc.tuple(clubs, fc.subarray(names), rank).map((asked) => join(...asked)),
  fc.tuple(clubs, fc.subarray(names), rank).map((asked) => replace(...asked)),
  fc.tuple(clubs, fc.subarray(names)).map((asked) => leave(...asked)),
  fc.constantFrom(...names).map(enter),
  fc.constantFrom(...names).map(remove),
);

/** Commands that are handled as one. */
export const clubCommands = fc.array(clubCommand, { minLength: 1, maxLength: 3 });

export const everybodyComes = names.map(enter);

/** The same in a world of its own, whose names end in `suffix`. */
export function renamed(command: ClubCommand | PersonCommand, suffix: string): ClubCommand | PersonCommand {
  if ('person' in command) return { ...command, person: command.person + suffix };
  const club = command.club + suffix;
  return 'people' in command
    ? { ...command, club, people: command.people.map((each) => each + suffix) }
    : { ...command, club };
}
