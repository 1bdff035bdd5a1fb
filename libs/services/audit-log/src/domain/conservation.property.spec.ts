import fc from 'fast-check';
import { type Evaluated, type Happening, type Loss, services } from '../testing/happenings';
import { ThreeServices } from '../testing/three-services';

const jobs = ['job-1', 'job-2'];
const fate = fc.nat({ max: 100 });
const job = fc.constantFrom(...jobs);
const parts = fc.integer({ min: 1, max: 3 });
const service = fc.constantFrom(...services);

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constantFrom('push' as const), job }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constantFrom('refusal' as const, 'other' as const), job }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constant('members' as const), job, parts, mapped: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('own' as const), job, parts }) },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('cycle' as const),
      job,
      evaluated: fc.constantFrom<Evaluated>('unchanged', 'skipped', 'waits', 'desired'),
      parts,
    }),
  },
  { weight: 14, arbitrary: fc.record({ what: fc.constantFrom('evaluate', 'receive', 'call', 'end'), fate }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('release' as const), fate }) },
  { weight: 5, arbitrary: fc.record({ what: fc.constantFrom('count' as const), service }) },
  { weight: 30, arbitrary: fc.record({ what: fc.constantFrom('record' as const), service, fate }) },
);
const story = fc.array(happening, { minLength: 1, maxLength: 200, size: 'max' });
const runs = { numRuns: 300 };
const runsOfEach = { numRuns: 100 };

/** What the audit log answers after each step. */
function answersTo(happenings: readonly Happening[], world: ThreeServices): number[] {
  return happenings.map((each) => {
    world.happen(each);
    return world.conservation().conservation;
  });
}

describe('conservation', () => {
  it('is 0 at every moment, whoever has counted or recorded how much', () => {
    fc.assert(
      fc.property(story, (happenings) => {
        expect(new Set(answersTo(happenings, new ThreeServices(jobs)))).toEqual(new Set([0]));
      }),
      runs,
    );
  });

  const push: Happening = { what: 'push', job: 'job-2' };
  const members = (mapped: boolean): Happening => ({ what: 'members', job: 'job-2', parts: 3, mapped });
  const own: Happening = { what: 'own', job: 'job-2', parts: 3 };
  const cycle = (evaluated: Evaluated): Happening => ({ what: 'cycle', job: 'job-2', evaluated, parts: 3 });

  it.each<[Loss, Happening]>([
    ['push', push],
    ['desired', push],
    ['work', push],
    ['outcome', push],
    ['push', members(false)],
    ['outcome', members(false)],
    ['push', members(true)],
    ['desired', members(true)],
    ['work', members(true)],
    ['outcome', members(true)],
    ['work', own],
    ['outcome', own],
    ['desired', cycle('desired')],
    ['work', cycle('desired')],
    ['waiting', cycle('waits')],
    ['outcome', cycle('unchanged')],
  ])('comes to 1 when one %s is lost, after %j at the latest', (loss, another) => {
    fc.assert(
      fc.property(story, (happenings) => {
        const world = new ThreeServices(jobs);
        world.plant(loss);
        const answers = answersTo([...happenings, another], world);
        expect(answers.filter((answer) => answer !== 0 && answer !== 1)).toEqual([]);
        world.settle();
        expect(world.conservation().conservation).toBe(1);
      }),
      runsOfEach,
    );
  });

  it('keeps up: once everything is done and recorded, every change is accepted and ended', () => {
    fc.assert(
      fc.property(story, (happenings) => {
        const world = new ThreeServices(jobs);
        for (const each of happenings) world.happen(each);
        world.settle();
        const begun = happenings.filter(({ what }) => ['push', 'own', 'members', 'cycle'].includes(what)).length;
        const opened = jobs.length + begun;
        expect(world.conservation()).toMatchObject({ accepted: opened, ended: opened, inFlight: 0, conservation: 0 });
      }),
      runs,
    );
  });
});
