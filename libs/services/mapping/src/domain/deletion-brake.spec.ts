import { FoldedRows, given } from '@waybill/decider';
import { compileRules, defaultSchema, type SynchronizationSchema } from '@waybill/provisioning-rules';
import { brakeOf, evaluateAgain, factsOf, jobId, now, rulesWith, takeInUser } from '../testing/evaluations';
import { type BrakeReading, countLoss, defaultBrake, lossChange } from './deletion-brake';
import { subject } from './subject';

const reading: BrakeReading = { brake: defaultBrake, allowedAt: null, wanted: 0, counted: 0 };

/** How many of some losses pass one after another, as within one batch. */
function passing(times: number, asked: BrakeReading, at = now): number {
  const rows = new FoldedRows();
  for (let passed = 0; passed < times; passed += 1) {
    const braking = countLoss({ jobId, now: at, released: false }, asked, rows);
    if (braking.staged !== undefined) return passed;
    rows.follow([lossChange(braking.loss)]);
  }
  return times;
}

describe('the count of losses', () => {
  it.each([
    ['as many as may', { ...reading, brake: { ...defaultBrake, count: 3 } }, 3],
    [
      'half of those that were wanted',
      { ...reading, brake: { ...defaultBrake, count: 1_000, percent: 50 }, wanted: 100 },
      50,
    ],
    ['the smaller of both', { ...reading, brake: { ...defaultBrake, count: 20, percent: 50 }, wanted: 100 }, 20],
    ['all where it is switched off', { ...reading, brake: { ...defaultBrake, enabled: false, count: 0 } }, 200],
  ])('lets pass %s, also within one batch', (_, asked, expected) => {
    expect(passing(200, asked)).toBe(expected);
  });

  it('begins anew when an admin allows everything, in the middle of a quarter of an hour', () => {
    const rows = new FoldedRows().follow([
      { collection: 'losses', owner: jobId, key: '2026-01-31T12:00:00.000Z', row: { count: 500 } },
    ]);
    const allowed = { ...reading, allowedAt: '2026-01-31T12:08:00.000Z' };
    expect(
      countLoss({ jobId, now: '2026-01-31T12:10:00.000Z', released: false }, allowed, rows).staged,
    ).toBeUndefined();
    expect(countLoss({ jobId, now: '2026-01-31T12:10:00.000Z', released: false }, reading, rows).staged).toBeDefined();
  });

  it('goes on after that, also for what was written before and is decided after', () => {
    const asked = { ...reading, brake: { ...defaultBrake, count: 2 }, allowedAt: '2026-01-31T12:00:00.000Z' };
    expect(passing(5, asked, '2026-01-31T11:05:00.000Z')).toBe(2);
  });
});

describe('who loses his account', () => {
  const history = given(subject).withRows(factsOf()).when(takeInUser(1, 'active')).events;
  const cycle = (number: number, rules: ReturnType<typeof rulesWith>) =>
    evaluateAgain(`c-${number}`, { cycleId: `cycle-${number}`, rules });
  const stopped = (before: ReturnType<typeof rulesWith>) => {
    const left = given(subject, ...history)
      .withRows(factsOf())
      .when(cycle(1, before)).events;
    const after = rulesWith({ SyncAll: 'false' }, 3);
    return given(subject, ...history, ...left)
      .withRows(brakeOf({ count: 0 }))
      .when(cycle(2, after)).events;
  };

  it('is also whoever was left alone so far', () => {
    const left = rulesWith({ SyncAll: 'false', OutOfScopeAction: 'nothing' }, 2);
    expect(stopped(left).map(({ type }) => type)).toEqual(['mapping.change-staged']);
  });

  it('is also whoever was to be disabled where updates were switched off', () => {
    const schema = structuredClone(defaultSchema) as unknown as {
      synchronizationRules: { metadata: object[]; objectMappings: { flowTypes: string }[] }[];
    };
    const [rule] = schema.synchronizationRules;
    if (rule?.objectMappings[0]) rule.objectMappings[0].flowTypes = 'Add, Delete';
    if (rule) rule.metadata = [{ key: 'SyncAll', value: 'false' }];
    const vetoed = { version: 2, compiled: compileRules(schema as unknown as SynchronizationSchema) };
    expect(stopped(vetoed).map(({ type }) => type)).toEqual(['mapping.change-staged']);
  });
});
