import { valuesOf, writeShape } from './account/account-members';
import { differencesBetween, missingFrom, notTakenOver, notTakenOverRemarks, redactedDifferences } from './differences';

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
    const said = { email: 'a@b', name: 'A', role: 'Requester', department: 'R&D', title: null };
    expect(writeShape({ ...said, reports_to: 'm@b', disabled: 'true' })).toEqual({
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

  it.each([
    [null, 'CEO', null, '[Redact]'],
    ['CEO', null, '[Redact]', null],
    ['CEO', 'CIO', '[Redact]', '[Redact]'],
  ])('are told without their values where those are redacted: from %s to %s', (oldValue, newValue, from, to) => {
    const differences = [
      { name: 'title', oldValue, newValue },
      { name: 'phone', oldValue: '1', newValue: '2' },
    ];
    expect(redactedDifferences(differences, ['title'])).toEqual([
      { name: 'title', oldValue: from, newValue: to },
      { name: 'phone', oldValue: '1', newValue: '2' },
    ]);
  });

  it.each([
    [[], 'Samanage did not take over site "Moon"; it is not sent again until it changes.'],
    [['site'], 'Samanage did not take over site "[Redact]"; it is not sent again until it changes.'],
  ])('that were not taken over are remarks, with %j redacted', (redacted, text) => {
    const remark = { code: 'FieldNotTakenOver', field: 'site', text };
    expect(notTakenOverRemarks({ site: 'Moon' }, redacted)).toEqual([remark]);
  });
});
