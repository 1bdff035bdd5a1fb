import { given } from '@waybill/decider';
import fc from 'fast-check';
import { factsOf, resources, type Situation, takeInUser } from '../testing/evaluations';
import { subject } from './subject';
import type { SubjectEvent } from './subject-state';

const situation = fc.constantFrom(...(Object.keys(resources) as Situation[]));
/** What became of a directory user, version by version. */
const story = fc.array(situation, { minLength: 1, maxLength: 12 });

/** The events after which a change is no longer mapping's to end. */
const endings = ['mapping.account-desired', 'mapping.subject-skipped', 'mapping.change-superseded'];

/** Evaluates the versions of a story in an order of their indexes. */
function tell(told: readonly Situation[], order: Iterable<number> = told.keys()) {
  return given(subject)
    .withRows(factsOf())
    .when(...[...order].map((index) => takeInUser(index + 1, told[index] ?? 'active')));
}

/** Each change: once among those that ended or were passed on, or the one that is parked. */
function fatesOf(events: readonly SubjectEvent[], parked: string | undefined): string[] {
  const ended = events
    .filter(({ type }) => endings.includes(type))
    .map(({ data }) => (data as { changeId: string }).changeId);
  return [...ended, ...(parked ? [parked] : [])].sort();
}

describe('the changes of a directory user', () => {
  const eachOnce = (told: readonly Situation[]) => told.map((_, index) => `change-${index + 1}`).sort();

  it('end or are passed on exactly once, in whatever order they arrive', () => {
    const disordered = story.chain((told) =>
      fc.tuple(fc.constant(told), fc.shuffledSubarray([...told.keys()], { minLength: told.length })),
    );
    fc.assert(
      fc.property(disordered, ([told, order]) => {
        const { events, state } = tell(told, order);
        expect(fatesOf(events, state.waiting?.changeId)).toEqual(eachOnce(told));
      }),
    );
  });

  it('end or are passed on exactly once, however often each is told', () => {
    const repeated = fc.tuple(story, fc.integer({ min: 1, max: 3 }));
    fc.assert(
      fc.property(repeated, ([told, times]) => {
        const order = [...told.keys()].flatMap((index) => Array.from({ length: times }, () => index));
        const { events, state } = tell(told, order);
        expect(fatesOf(events, state.waiting?.changeId)).toEqual(eachOnce(told));
      }),
    );
  });

  it('leave the newest state wanted, and never a skip once an account was', () => {
    fc.assert(
      fc.property(story, (told) => {
        const { events } = tell(told);
        const first = events.findIndex(({ type }) => type === 'mapping.account-desired');
        const after = first < 0 ? [] : events.slice(first);
        expect(after.some(({ type }) => type === 'mapping.subject-skipped')).toBe(false);
        const versions = events.flatMap(({ data }) => ('directoryVersion' in data ? [data.directoryVersion] : []));
        expect(versions).toEqual([...versions].sort((a, b) => a - b));
      }),
    );
  });

  it('want an account without its values only where it should be absent', () => {
    fc.assert(
      fc.property(story, (told) => {
        const { events } = tell(told);
        for (const event of events) {
          if (event.type !== 'mapping.account-desired') continue;
          expect(event.data.account === null).toBe(event.data.presence === 'absent');
        }
      }),
    );
  });
});
