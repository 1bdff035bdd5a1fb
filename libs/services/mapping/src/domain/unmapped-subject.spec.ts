import { given } from '@waybill/decider';
import fc from 'fast-check';
import { type SkipUnmapped, unmappedSubject } from './unmapped-subject';

const skip = (changeId: string, more: Partial<SkipUnmapped> = {}): SkipUnmapped => ({
  type: 'skip-unmapped',
  jobId: 'job-1',
  subjectId: 'engineering',
  subjectType: 'Group',
  changeId,
  cycleId: 'cycle-1',
  displayName: 'Engineering',
  directoryVersion: 3,
  rulesVersion: 2,
  complete: true,
  ...more,
});
const endedBy = (...commands: SkipUnmapped[]) =>
  given(unmappedSubject)
    .when(...commands)
    .events.map(({ data }) => data.changeId);

describe('what no rules speak of', () => {
  it.each([
    ['Group', 'group-engineering', 'GroupsNotMapped'],
    ['Device', 'resource-engineering', 'ResourceTypeNotMapped'],
  ])('a %s, in the stream %s, is skipped: %s', (subjectType, stream, skipReason) => {
    const command = skip('change-1', { subjectType });
    expect(unmappedSubject.stream(command)).toBe(stream);
    expect(given(unmappedSubject).when(command).events).toEqual([
      {
        type: 'mapping.subject-skipped',
        data: {
          changeId: 'change-1',
          cycleId: 'cycle-1',
          subjectId: 'engineering',
          subjectType,
          directoryVersion: 3,
          rulesVersion: 2,
          displayName: 'Engineering',
          skipReason,
          steps: [
            {
              name: 'EntrySynchronizationScoping',
              type: 'scoping',
              status: 'skipped',
              description: `There are no rules for the type ${subjectType}, and so it is not in scope`,
              details: expect.objectContaining({ IsEffectivelyEntitledForProvisioning: 'False' }) as object,
            },
            {
              name: 'EntrySynchronizationSkip',
              type: 'export',
              status: 'skipped',
              description: 'Nothing is to be done',
              details: { SkipReason: skipReason },
            },
          ],
        },
      },
    ]);
  });

  it('ends a change that is told in parts with the last of them', () => {
    const parts = [skip('change-1', { complete: false }), skip('change-1', { complete: false }), skip('change-1')];
    expect(endedBy(...parts.slice(0, 2))).toEqual([]);
    expect(endedBy(...parts)).toEqual(['change-1']);
  });

  it('ends each change once, also where a write of two changes comes again', () => {
    const write = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 2 });
    const writes = fc.array(fc.tuple(write, fc.integer({ min: 1, max: 3 })), { maxLength: 6 });
    fc.assert(
      fc.property(writes, (told) => {
        const commands = told.flatMap(([ids, times]) => Array.from({ length: times }, () => ids.map((id) => skip(id))));
        expect(endedBy(...commands.flat())).toEqual(told.flatMap(([ids]) => ids));
      }),
    );
  });
});
