import { given } from '@waybill/decider';
import fc from 'fast-check';
import { type SkipUnmapped, unmappedResource } from './unmapped-resource';

const skip = (changeId: string, more: Partial<SkipUnmapped> = {}): SkipUnmapped => ({
  type: 'skip-unmapped',
  jobId: 'job-1',
  resourceId: 'laptop-1',
  resourceType: 'Device',
  changeId,
  cycleId: 'cycle-1',
  displayName: 'Laptop 1',
  directoryVersion: 3,
  rulesVersion: 2,
  ...more,
});
const endedBy = (...commands: SkipUnmapped[]) =>
  given(unmappedResource)
    .when(...commands)
    .events.map(({ data }) => data.changeId);

describe('what no rules speak of', () => {
  it('is skipped, in a stream of its own', () => {
    const command = skip('change-1');
    expect(unmappedResource.stream(command)).toBe('resource-laptop-1');
    expect(given(unmappedResource).when(command).events).toEqual([
      {
        type: 'mapping.subject-skipped',
        data: {
          changeId: 'change-1',
          cycleId: 'cycle-1',
          subjectId: 'laptop-1',
          subjectType: 'Device',
          directoryVersion: 3,
          rulesVersion: 2,
          displayName: 'Laptop 1',
          cause: 'directory',
          skipReason: 'ResourceTypeNotMapped',
          steps: [
            {
              name: 'EntrySynchronizationScoping',
              type: 'scoping',
              status: 'skipped',
              description: 'There are no rules for the type Device, and so it is not in scope',
              details: expect.objectContaining({ IsEffectivelyEntitledForProvisioning: 'False' }) as object,
            },
            {
              name: 'EntrySynchronizationSkip',
              type: 'export',
              status: 'skipped',
              description: 'Nothing is to be done',
              details: { SkipReason: 'ResourceTypeNotMapped' },
            },
          ],
        },
      },
    ]);
  });

  it('ends each change once, however often it comes again', () => {
    const writes = fc.array(fc.tuple(fc.uuid(), fc.integer({ min: 1, max: 3 })), { maxLength: 6 });
    fc.assert(
      fc.property(writes, (told) => {
        const commands = told.flatMap(([id, times]) => Array.from({ length: times }, () => skip(id)));
        expect(endedBy(...commands)).toEqual(told.map(([id]) => id));
      }),
    );
  });
});
