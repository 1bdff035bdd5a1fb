import { recommendedActions } from '@waybill/graph';
import { changeId, cycleId, groupId, laterChangeId, step, told, toldEvents, userId } from '../testing/told-events';
import type { ChangeParts } from './change-course';
import { provisioningRecord } from './provisioning-record';
import type { ToldEvent } from './telling';

const job = { jobId: 'job-1', servicePrincipalId: 'sp-1', name: 'Samanage' };
const at = '2026-01-31T12:00:02.785Z';
const parts: ChangeParts = {
  directory: { type: 'directory.user-created', displayName: 'Adele Vance', at: '2026-01-31T12:00:00.000Z' },
  decision: {
    steps: [step('EntrySynchronizationScoping', 'scoping'), step('EntrySynchronizationUpdate', 'processing')],
  },
};
const recordOf = (event: ToldEvent, known: ChangeParts = parts) =>
  provisioningRecord({ id: 'event-1', at, event, parts: known, job });
const stepNames = (event: ToldEvent, known?: ChangeParts) =>
  recordOf(event, known).provisioningSteps.map(({ name }) => name);

describe('a record of the provisioning log', () => {
  it('has the shape of Graph, from the push to the answer', () => {
    const system = { ApplicationId: 'job-1', ServicePrincipalId: 'sp-1', ServicePrincipalDisplayName: 'Samanage' };
    expect(recordOf(told('samanage.account-created'))).toEqual({
      id: 'event-1',
      activityDateTime: at,
      tenantId: 'sp-1',
      jobId: 'job-1',
      cycleId,
      changeId,
      provisioningAction: 'create',
      durationInMilliseconds: 2785,
      initiatedBy: { id: '', displayName: 'Azure AD Provisioning Service', initiatorType: 'system' },
      servicePrincipal: { id: 'sp-1', displayName: 'Samanage' },
      sourceSystem: { id: 'job-1', displayName: 'Azure Active Directory', details: {} },
      targetSystem: { id: 'job-1', displayName: 'Samanage', details: system },
      sourceIdentity: { id: userId, displayName: 'Adele Vance', identityType: 'User', details: {} },
      targetIdentity: { id: '1045', displayName: 'AdeleV@contoso.com', identityType: 'User', details: {} },
      provisioningStatusInfo: { status: 'success', errorInformation: null },
      provisioningSteps: [
        {
          name: 'EntryImportAdd',
          provisioningStepType: 'import',
          status: 'success',
          description: "Received User 'Adele Vance' change of type (Add) from Azure Active Directory",
          details: {},
        },
        ...(['scoping', 'processing', 'export'] as const).map((provisioningStepType, index) => {
          const name = ['EntrySynchronizationScoping', 'EntrySynchronizationUpdate', 'EntryExportAdd'][index];
          const description = `${name} of Adele Vance`;
          return { name, provisioningStepType, status: 'success', description, details: {} };
        }),
      ],
      modifiedProperties: [{ displayName: 'title', oldValue: null, newValue: 'Retail Manager' }],
    });
  });

  it('tells what is known while the rest is on its way', () => {
    const record = recordOf(told('samanage.account-created'), {});
    expect(record.provisioningSteps.map(({ name }) => name)).toEqual(['EntryExportAdd']);
    expect(record.durationInMilliseconds).toBe(0);
  });

  it('does not tell the decision twice where mapping itself is the end', () => {
    expect(stepNames(told('mapping.subject-skipped'))).toEqual(['EntryImportAdd', 'EntrySynchronizationScoping']);
  });

  it.each<[ToldEvent['type'], string, object]>([
    ['samanage.change-superseded', 'A newer change of the same subject', { SupersededBy: laterChangeId }],
    ['mapping.change-superseded', 'A newer change of the same subject', { SupersededBy: laterChangeId }],
    ['mapping.change-unchanged', 'What is wanted is what was applied already', {}],
    ['samanage.group-unchanged', 'The group was as desired already', {}],
    ['samanage.group-skipped', 'There is no group, and none is wanted', {}],
  ])('says why nothing came of %s: %s', (type, description, details) => {
    const SkipReason = {
      'mapping.change-unchanged': 'RedundantExport',
      'samanage.group-unchanged': 'RedundantExport',
      'samanage.group-skipped': 'NotEffectivelyEntitled',
    }[type as string];
    const record = recordOf(told(type));
    expect(record.provisioningStatusInfo).toEqual({ status: 'skipped', errorInformation: null });
    expect(record.provisioningSteps.at(-1)).toEqual({
      name: 'EntrySynchronizationSkip',
      provisioningStepType: 'export',
      status: 'skipped',
      description: expect.stringContaining(description) as string,
      details: { SkipReason: SkipReason ?? 'Superseded', ...details },
    });
  });

  const released: ChangeParts = { ...parts, released: { by: 'admin:local', at: '2026-01-31T12:00:01.000Z' } };

  it.each(['disable', 'delete'])('says that a %s is held back, and why', (action) => {
    const staged = told('mapping.change-staged', { action });
    const record = recordOf(staged);
    expect(record).toMatchObject({ provisioningAction: 'stageddelete', modifiedProperties: [] });
    expect(record.provisioningStatusInfo).toEqual({ status: 'success', errorInformation: null });
    expect(record.provisioningSteps.at(-1)).toEqual({
      name: 'EntrySynchronizationStage',
      provisioningStepType: 'processing',
      status: 'warning',
      description: `The ${action} waits for an admin: 500 accounts were disabled within 24 h`,
      details: { StagedAction: action },
    });
    // What was told stays so, also once somebody has let it go.
    expect(recordOf(staged, released)).toEqual(record);
  });

  it('says who let go what was held back', () => {
    const [, allowed, scoping] = recordOf(told('samanage.account-disabled'), released).provisioningSteps;
    expect(scoping?.name).toBe('EntrySynchronizationScoping');
    expect(allowed).toEqual({
      name: 'EntrySynchronizationRelease',
      provisioningStepType: 'processing',
      status: 'success',
      description: 'Allowed by admin:local',
      details: { ReleasedBy: 'admin:local', ReleasedAt: '2026-01-31T12:00:01.000Z' },
    });
  });

  it('says who rejected what was held back, and why', () => {
    const record = recordOf(told('mapping.change-abandoned'));
    const reason = 'Rejected by admin:local: a filter was wrong';
    expect(record.provisioningStatusInfo).toMatchObject({
      status: 'failure',
      errorInformation: { errorCode: 'Abandoned', reason, errorCategory: 'failure' },
    });
    expect(record.provisioningSteps.at(-1)).toMatchObject({
      status: 'failure',
      description: reason,
      details: { AbandonedBy: 'admin:local' },
    });
  });

  it('shows no value that it must not show', () => {
    const known = { decision: { steps: [], redacted: ['title'] } };
    expect(recordOf(told('samanage.account-created'), known).modifiedProperties).toEqual([
      { displayName: 'title', oldValue: null, newValue: '[Redact]' },
    ]);
  });

  it.each([
    ['create', 'EntryExportAdd'],
    ['update', 'EntryExportUpdate'],
    ['disable', 'EntryExportUpdateSoftDelete'],
    ['delete', 'EntryExportDelete'],
    ['other', 'EntryExportUpdate'],
  ])('ends a %s that waits with the attempt that failed', (action, name) => {
    expect(recordOf(told('samanage.change-parked', { action })).provisioningSteps.at(-1)).toEqual({
      name,
      provisioningStepType: 'export',
      status: 'failure',
      description: 'Samanage answered 422: Email is invalid',
      details: { Attempts: '2', NextAttempt: '2026-01-31T12:05:00.000Z' },
    });
  });

  it.each([
    ['samanage.change-parked', 'UnprocessableEntity', 'Samanage answered 422: Email is invalid'],
    ['mapping.change-parked', 'MandatoryFieldsMissing', 'the rules leave name empty'],
  ] as const)('says why %s waits, and what to do', (type, errorCode, reason) => {
    const { provisioningStatusInfo, targetIdentity } = recordOf(told(type));
    const recommendedAction = recommendedActions[errorCode];
    expect(provisioningStatusInfo).toEqual({
      status: 'failure',
      errorInformation: { errorCode, reason, additionalDetails: null, errorCategory: 'failure', recommendedAction },
    });
    expect(recommendedAction).toMatch(/\w\.$/);
    expect(targetIdentity).toMatchObject({ id: '', displayName: '' });
  });

  it('tells all remarks of a warning', () => {
    const remarks = [
      { code: 'FieldNotTakenOver', field: 'department', text: 'department was not taken over.' },
      { code: 'UnableToResolveReferenceAttributeValue', field: 'reports_to', text: 'The manager has no account.' },
    ];
    const { provisioningStatusInfo } = recordOf(told('samanage.account-updated', { remarks }));
    expect(provisioningStatusInfo).toMatchObject({
      status: 'warning',
      errorInformation: {
        errorCode: 'FieldNotTakenOver',
        reason: 'department was not taken over.',
        additionalDetails:
          'FieldNotTakenOver: department was not taken over. ' +
          'UnableToResolveReferenceAttributeValue: The manager has no account.',
      },
    });
    const unchanged = recordOf(told('samanage.account-unchanged', { remarks }));
    expect(unchanged.provisioningStatusInfo).toEqual({ status: 'skipped', errorInformation: null });
  });

  const ofChanges = toldEvents.filter(({ type }) => type !== 'directory.request-refused');
  it.each(ofChanges)('says for $type whose change it is', (event) => {
    const group = 'groupId' in event.data;
    const sourceIdentity = { id: group ? groupId : userId, identityType: group ? 'Group' : 'User' };
    expect(recordOf(event)).toMatchObject({ changeId, cycleId, sourceIdentity });
  });

  it.each([
    ['mapping.change-parked', { code: 'ExpressionEvaluationFailed' }],
    ['mapping.change-parked', { code: 'SchemaPropertyCanOnlyAcceptValue' }],
    ['mapping.change-parked', { code: 'MandatoryFieldsMissing' }],
    ['mapping.change-parked', { code: 'MissingValues' }],
    ['mapping.change-abandoned', {}],
    ['samanage.change-abandoned', {}],
  ] as const)('says what to do about %s %j', (type, more) => {
    const { errorInformation } = recordOf(told(type, more)).provisioningStatusInfo;
    expect(errorInformation?.recommendedAction).toMatch(/\w\.$/);
  });

  it.each(['Group', 'Device'])('says of a %s what it is, on either side', (subjectType) => {
    expect(recordOf(told('mapping.subject-skipped', { subjectType }))).toMatchObject({
      provisioningAction: 'other',
      sourceIdentity: { id: userId, identityType: subjectType },
      targetIdentity: { id: '', identityType: subjectType },
      provisioningStatusInfo: { status: 'skipped', errorInformation: null },
    });
  });

  it('of a refused request tells what was asked for and why not, and is of no change', () => {
    const record = recordOf(told('directory.request-refused'));
    expect(record).toMatchObject({
      changeId: 'entra-request-7',
      cycleId: '',
      provisioningAction: 'other',
      sourceIdentity: { id: '', displayName: '', identityType: 'User' },
      provisioningStatusInfo: {
        status: 'failure',
        errorInformation: {
          errorCode: 'uniqueness',
          reason: 'The userName "adelev@contoso.com" is taken.',
          additionalDetails: 'POST /Users, correlation id entra-request-7.',
          errorCategory: 'failure',
          recommendedAction: recommendedActions['uniqueness'],
        },
      },
      modifiedProperties: [],
    });
    expect(record.provisioningSteps).toEqual([
      {
        name: 'EntryImport',
        provisioningStepType: 'import',
        status: 'failure',
        description: 'POST /Users was refused with 409: The userName "adelev@contoso.com" is taken.',
        details: { Status: '409', ScimType: 'uniqueness', CorrelationId: 'entra-request-7', NotTold: '0' },
      },
    ]);
  });

  it.each([
    [{ status: 400, scimType: 'invalidFilter' }, 'invalidFilter'],
    [{ status: 401, scimType: null }, 'HTTP401'],
    [{ status: 413, scimType: null }, 'HTTP413'],
  ])('of a request refused with %j has the code %s, and says what to do', (more, errorCode) => {
    const { errorInformation } = recordOf(told('directory.request-refused', more)).provisioningStatusInfo;
    expect(errorInformation).toMatchObject({ errorCode, recommendedAction: expect.stringMatching(/\w\.$/) as string });
  });

  it('of a refused request says how many more there were', () => {
    const { errorInformation } = recordOf(told('directory.request-refused', { suppressed: 12 })).provisioningStatusInfo;
    expect(errorInformation?.additionalDetails).toMatch(/12 more refusals were not told one by one\.$/);
  });
});
