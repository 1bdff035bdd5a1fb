import { type Connector, startConnector } from './testing/connector-fixture';

/** What the rules may say beside the values: when they are written, how an account is found, and what is allowed. */
describe('an account with rules of its own', () => {
  let connector: Connector;
  beforeEach(async () => (connector = await startConnector()));
  afterEach(() => connector.stop());

  const user = () => connector.users()[0];
  const outcome = async (...wanted: Parameters<Connector['desire']>) =>
    connector.untilTold(await connector.desire(...wanted));
  const types = async (...all: Parameters<Connector['desire']>[]) => {
    const told: string[] = [];
    for (const wanted of all) told.push((await outcome(...wanted)).type);
    return told;
  };
  const somebody = (name: string, email: string) =>
    connector.simulator.simulator.write({
      method: 'POST',
      path: '/users.json',
      query: new URLSearchParams(),
      at: '2026-01-01T00:00:00.000+00:00',
      body: { user: { name, email } },
    });
  const bodies = () => connector.simulator.simulator.record.filter(({ applied }) => applied).map(({ body }) => body);
  const lastStep = ({ steps }: Awaited<ReturnType<typeof outcome>>) => steps?.at(-1)?.description;

  it('is written on creation what holds then, and later what is empty alone', async () => {
    const rules = { onCreation: { title: 'New' }, ifEmpty: { phone: '1' } };
    expect(await types([1, { mobile_phone: null }, 'enabled', rules])).toEqual(['account-created']);
    const made = { name: 'Person 1', email: 'p1@contoso.com', title: 'New', phone: '1', disabled: false };
    expect(bodies()).toEqual([{ user: { ...made, role: { name: 'Requester' } } }]);
    const later = { onCreation: { title: 'Newer', site: 'HQ' }, ifEmpty: { phone: '2', mobile_phone: '3' } };
    expect(await types([1, {}, 'enabled', later], [1, {}, 'enabled', later])).toEqual([
      'account-updated',
      'account-unchanged',
    ]);
    expect(bodies().slice(1)).toEqual([{ user: { mobile_phone: '3' } }]);
  });

  it('is sent members that do not differ, once a change, and never where it is disabled', async () => {
    const always = { alwaysSent: ['role'] };
    expect(await types([1, {}, 'enabled', always], [1, {}, 'enabled', always])).toEqual([
      'account-created',
      'account-updated',
    ]);
    expect(await types([1, { title: 'CEO' }, 'enabled', always])).toEqual(['account-updated']);
    const disabled = await types([1, {}, 'disabled', always], [1, {}, 'disabled', always]);
    expect(disabled).toEqual(['account-disabled', 'account-unchanged']);
    const role = { role: { name: 'Requester' } };
    expect(bodies().slice(1)).toEqual([
      { user: role },
      { user: { title: 'CEO', ...role } },
      { user: { disabled: true } },
    ]);
  });

  it('is not sent them again when the answer is lost, but again with the next change', async () => {
    const always = { alwaysSent: ['role'] };
    await outcome(1, {}, 'enabled', always);
    await connector.simulator.simulator.change({ dropAfterApply: 1 });
    expect(await types([1, {}, 'enabled', always])).toEqual(['account-unchanged']);
    expect(connector.writes()).toEqual(['POST', 'PUT']);
    await connector.simulator.simulator.change({ dropAfterApply: 1 });
    const lost = await connector.desire(1, {}, 'enabled', always);
    while (connector.writes().length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await types([1, {}, 'enabled', always])).toEqual(['account-updated']);
    expect((await connector.untilTold(lost)).type).toBe('change-superseded');
    expect(connector.writes()).toEqual(['POST', 'PUT', 'PUT', 'PUT']);
  });

  it('is found by the first matching attribute that finds one, and by its exact name', async () => {
    await somebody('Person 11', 'eleven@contoso.com');
    await somebody('person 1', 'small@contoso.com');
    await somebody('Person 1', 'one@contoso.com');
    const matching = [
      { attribute: 'email', value: 'p1@contoso.com' },
      { attribute: 'name', value: 'Person 1' },
    ];
    const told = await outcome(1, {}, 'enabled', { matching });
    expect(told.type).toBe('account-linked');
    expect(told.steps?.map(({ name }) => name)).toEqual([
      'EntryImportObjectNotFound',
      'EntryImport',
      'EntryExportUpdate',
    ]);
    const emails = connector.users().map(({ email }) => email);
    expect(emails.sort()).toEqual(['eleven@contoso.com', 'p1@contoso.com', 'small@contoso.com']);
  });

  it('is parked when more than one account has the value', async () => {
    await somebody('Person 1', 'one@contoso.com');
    await somebody('Person 1', 'two@contoso.com');
    const matching = [{ attribute: 'name', value: 'Person 1' }];
    const parked = await connector.untilTold(await connector.desire(1, {}, 'enabled', { matching }), /parked/);
    expect(parked).toMatchObject({
      code: 'DuplicateTargetEntries',
      reason: '2 accounts have the same name, which is a matching attribute',
    });
  });

  it('is not created, updated, disabled or deleted where the mapping does not allow it', async () => {
    const none = { allowed: { create: false, update: false, delete: false } };
    const skipped = await outcome(1, {}, 'enabled', none);
    expect([skipped.type, lastStep(skipped)]).toEqual([
      'account-skipped',
      'There is no account, and creating is switched off in the mapping',
    ]);
    await somebody('Person 1', 'p1@contoso.com');
    const found = await outcome(1, { title: 'CEO' }, 'enabled', none);
    const left = 'The account was left as it is: updating is switched off in the mapping';
    expect(found).toMatchObject({ type: 'account-unchanged', samanageId: user()?.id, applied: { title: null } });
    expect(lastStep(found)).toBe(left);
    const disabled = await outcome(1, {}, 'disabled', none);
    expect([disabled.type, lastStep(disabled)]).toEqual(['account-unchanged', left]);
    const deleted = await outcome(1, {}, 'absent', none);
    expect(deleted).toMatchObject({ type: 'account-skipped', samanageId: user()?.id, applied: { name: 'Person 1' } });
    expect(lastStep(deleted)).toBe('The account was left as it is: deleting is switched off in the mapping');
    expect(connector.writes()).toEqual(['POST']);
  });

  it('is left alone without a call once it is unmanaged, and stays linked', async () => {
    const { samanageId, applied } = await outcome(1, { title: 'CEO' });
    await connector.simulator.simulator.change({ unavailable: true });
    const told = await outcome(1, {}, 'unmanaged');
    expect(told).toMatchObject({ type: 'account-skipped', samanageId, applied, differences: [] });
    expect(lastStep(told)).toBe('The user left the scope, and the job leaves such accounts as they are');
    await connector.simulator.simulator.change({ unavailable: false });
    expect((await outcome(1, {}, 'absent')).type).toBe('account-deleted');
  });

  it.each(['onCreation', 'ifEmpty'] as const)('gets a manager of %s when he gets his account', async (part) => {
    const rules = { [part]: { reports_to: connector.userId(2) } };
    const told = await outcome(1, {}, 'enabled', rules);
    expect(told).toMatchObject({ remarks: [{ code: 'UnableToResolveReferenceAttributeValue' }] });
    await outcome(1, { title: 'CEO' }, 'enabled', rules);
    await outcome(2, {});
    while (connector.users().every(({ reportsTo }) => reportsTo === null)) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const [person, manager] = connector.users();
    expect(person?.reportsTo).toBe(manager?.id);
  });

  it('does not show values that are redacted', async () => {
    const told = await outcome(1, { title: 'CEO', department: 'Moon' }, 'enabled', {
      redacted: ['title', 'department'],
    });
    expect(JSON.stringify(told.remarks)).not.toContain('Moon');
    expect(told).toMatchObject({ applied: { title: 'CEO' } });
    expect(told.differences).toContainEqual({ name: 'title', oldValue: null, newValue: '[Redact]' });
    const gone = await outcome(1, {}, 'absent', { redacted: ['title', 'department'] });
    expect(gone.differences).toContainEqual({ name: 'title', oldValue: '[Redact]', newValue: null });
    expect(JSON.stringify(gone.differences)).not.toContain('CEO');
  });
});
