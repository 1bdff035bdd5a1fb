import { desiredValues, valuesOf, writeShape } from './account-members';
import { differencesBetween, missingFrom, notTakenOver } from './differences';

const record = {
  id: 7,
  name: 'Adele Vance',
  email: 'AdeleV@contoso.com',
  disabled: false,
  title: '',
  phone: null,
  department: { id: 1, name: 'Retail' },
  role: { id: 2, name: 'Requester' },
  site: null,
  reports_to: { id: -1, href: '' },
};

describe('the members of an account', () => {
  it('are read whatever form empty values have', () => {
    expect(valuesOf(record)).toEqual({
      name: 'Adele Vance',
      email: 'AdeleV@contoso.com',
      title: null,
      phone: null,
      mobile_phone: null,
      department: 'Retail',
      site: null,
      role: 'Requester',
      reports_to: null,
      disabled: 'false',
    });
  });

  it('are written by name and by e-mail address, and only those that are said', () => {
    const desired = desiredValues(
      { email: 'a@b', name: 'A', role: 'Requester', department: 'R&D', title: null },
      true,
      'm@b',
    );
    expect(writeShape(desired)).toEqual({
      name: 'A',
      email: 'a@b',
      title: '',
      department: { name: 'R&D' },
      role: { name: 'Requester' },
      reports_to: { email: 'm@b' },
      disabled: true,
    });
  });

  it('differ by value, and e-mail addresses not by case', () => {
    const actual = valuesOf(record);
    expect(missingFrom(actual, { email: 'adelev@CONTOSO.com', title: null, department: 'Retail' }, {})).toEqual({});
    expect(missingFrom(actual, { title: 'CEO', site: '18/2111' }, {})).toEqual({ title: 'CEO', site: '18/2111' });
  });

  it('that Samanage did not take over are not sent again until they change', () => {
    const actual = valuesOf(record);
    expect(notTakenOver({ site: 'Moon', title: null }, actual)).toEqual({ site: 'Moon' });
    expect(missingFrom(actual, { site: 'Moon' }, { site: 'Moon' })).toEqual({});
    expect(missingFrom(actual, { site: 'Mars' }, { site: 'Moon' })).toEqual({ site: 'Mars' });
  });

  it('are told with the value before, null on create', () => {
    expect(differencesBetween(null, { name: 'A', title: null })).toEqual([
      { name: 'name', oldValue: null, newValue: 'A' },
    ]);
    expect(differencesBetween({ title: 'CEO' }, { title: null })).toEqual([
      { name: 'title', oldValue: 'CEO', newValue: null },
    ]);
  });
});
