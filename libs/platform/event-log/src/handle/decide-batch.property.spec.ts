import fc from 'fast-check';
import { club } from '../testing/club';
import { clubCommands, everybodyComes } from '../testing/club-commands';
import { asking, decideInBatches, decideOneByOne } from '../testing/deciding';

const batches = fc.array(fc.array(clubCommands, { maxLength: 8 }), { maxLength: 4 });

/** With the rules of the clubs as they are, or others in their place. */
const sameTogetherAndApart = (rules: typeof club) =>
  fc.property(batches, (asked) => {
    const all = [[everybodyComes], ...asked];
    const together = decideInBatches(all.map((batch) => batch.map((commands) => asking(commands, rules))));
    expect(together).toEqual(decideOneByOne(all.flat().map((commands) => asking(commands))));
  });

describe('what is decided together', () => {
  it('is what would be decided one by one, however it is batched', () => {
    fc.assert(sameTogetherAndApart(club), { numRuns: 500 });
  });

  it('would differ if events did not move the rows', () => {
    const planted = fc.check(sameTogetherAndApart({ ...club, rowChanges: () => [] }));
    expect(planted.errorInstance).toHaveProperty('matcherResult.pass', false);
  });
});
