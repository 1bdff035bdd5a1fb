import type { ReceivedWrite } from '@waybill/samanage-simulator';
import { type Connector, startConnector } from './testing/connector-fixture';

const customFieldsIn = (user: Record<string, unknown> = {}) =>
  (user.custom_fields_values as { custom_fields_value: { name: string }[] }).custom_fields_value.toSorted(
    (one, other) => one.name.localeCompare(other.name),
  );

/** A 2xx does not prove that a member was taken over (samanage-api.md §8.7, §8.10). */
describe('a field that Samanage does not take over', () => {
  let connector: Connector;
  afterEach(() => connector.stop());

  const outcome = async (...wanted: Parameters<Connector['desire']>) =>
    connector.untilTold(await connector.desire(...wanted));
  const sent = () =>
    connector.simulator.simulator.record.map(
      ({ body }: ReceivedWrite) => (body as { user: Record<string, unknown> }).user,
    );
  const writes = () => connector.simulator.simulator.record.length;

  it('is written once, remarked, and not written again until it changes', async () => {
    connector = await startConnector();
    const remark = { code: 'FieldNotTakenOver', field: 'department' };
    expect(await outcome(1, { department: 'Moon', title: 'one' })).toMatchObject({
      type: 'account-created',
      remarks: [remark],
    });
    for (let time = 0; time < 3; time += 1) {
      const told = await outcome(1, { department: 'Moon', title: 'one' });
      expect(told).toMatchObject({ type: 'account-unchanged', remarks: [] });
    }
    expect((await outcome(1, { department: 'Moon', title: 'two' })).type).toBe('account-updated');
    expect((await outcome(1, { department: 'Moon', title: 'two', site: 'Mars' })).remarks).toMatchObject([
      { code: 'FieldNotTakenOver', field: 'site' },
    ]);
    expect((await outcome(1, { department: 'Moon', title: 'two', site: 'Mars' })).type).toBe('account-unchanged');
    expect(sent().slice(1)).toEqual([{ title: 'two' }, { site: { name: 'Mars' } }]);
    expect((await outcome(1, { department: 'HR', title: 'two' })).type).toBe('account-updated');
    expect((await outcome(1, { department: 'Moon', title: 'two' })).remarks).toMatchObject([remark]);
    expect(sent().slice(3)).toEqual([{ department: { name: 'HR' } }, { department: { name: 'Moon' } }]);
  });

  it('costs unchanged people no write, and one look each', async () => {
    connector = await startConnector();
    const people = Array.from({ length: 50 }, (_, index) => index + 1);
    const desireAll = () => Promise.all(people.map((person) => connector.desire(person, { department: 'Moon' })));
    await desireAll();
    await connector.untilEnded(50);
    connector.simulator.simulator.calls.reset();
    await desireAll();
    await connector.untilEnded(100);
    expect(connector.calls().byRoute).toEqual({ 'GET /users/{id}.json': 50 });
    expect(writes()).toBe(50);
  });

  it('may be a custom one: those are written in one shape and read in another', async () => {
    connector = await startConnector({ customFields: ['Employee ID', 'Start date', 'Remote'] });
    const field = (name: string) => `custom_fields_values.${name}`;
    const wanted = {
      [field('Employee ID')]: '42',
      [field('Start date')]: '2026-01-05',
      [field('Remote')]: 'Yes',
      [field('Shoe size')]: '43',
    };
    const told = await outcome(1, wanted);
    expect(told.remarks).toMatchObject([{ code: 'FieldNotTakenOver', field: field('Shoe size') }]);
    expect(told.applied).toMatchObject({ [field('Remote')]: 'Yes', [field('Employee ID')]: '42' });
    expect(customFieldsIn(sent()[0])).toEqual([
      { name: 'Employee ID', value: '42' },
      { name: 'Remote', value: 'Yes' },
      { name: 'Shoe size', value: '43' },
      { name: 'Start date', value: '2026-01-05' },
    ]);
    // The date reads back as `Jan 05, 2026`, which is the same day.
    expect((await outcome(1, wanted)).type).toBe('account-unchanged');
    const later = await outcome(1, { ...wanted, [field('Start date')]: '2026-02-01', [field('Remote')]: 'No' });
    expect(later).toMatchObject({ type: 'account-updated', remarks: [] });
    expect(sent().slice(1).map(customFieldsIn)).toEqual([
      [
        { name: 'Remote', value: 'No' },
        { name: 'Start date', value: '2026-02-01' },
      ],
    ]);
    expect(Object.keys(sent()[1] ?? {})).toEqual(['custom_fields_values']);
    expect(connector.users()[0]?.customFields).toEqual({
      'Employee ID': '42',
      'Start date': 'Feb 01, 2026',
      Remote: 'No',
    });
  });
});
