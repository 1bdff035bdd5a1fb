import { outcomeTypeOf } from './outcome-type';

const title = { name: 'title', oldValue: null, newValue: 'CEO' };
const disabled = { name: 'disabled', oldValue: 'false', newValue: 'true' };
const enabled = { name: 'disabled', oldValue: 'true', newValue: 'false' };

describe('the outcome of an account that was found', () => {
  it.each([
    // how it was found, what changed, the call that was lost, the outcome
    ['linked', [], null, 'unchanged'],
    ['linked', [title], null, 'updated'],
    ['linked', [title, disabled], null, 'disabled'],
    ['linked', [title, enabled], null, 'enabled'],
    ['linked', [], 'update', 'unchanged'],
    ['matched', [], null, 'unchanged'],
    ['matched', [title], null, 'linked'],
    ['matched', [enabled], null, 'linked'],
    ['matched', [disabled], null, 'disabled'],
    ['matched', [], 'update', 'linked'],
    ['matched', [], 'disable', 'disabled'],
    ['ours', [], 'create', 'created'],
    ['ours', [title], 'create', 'created'],
  ] as const)('%s, with %j, after a lost %s: %s', (how, differences, lost, outcome) => {
    expect(outcomeTypeOf(how, differences, lost)).toBe(`samanage.account-${outcome}`);
  });

  it.each([
    // how it was found, what changed, the outcome
    ['linked', [], 'updated'],
    ['linked', [title], 'updated'],
    ['matched', [], 'linked'],
    ['ours', [], 'created'],
  ] as const)('%s, with %j, after an update that was forced: %s', (how, differences, outcome) => {
    expect(outcomeTypeOf(how, differences, null, true)).toBe(`samanage.account-${outcome}`);
  });
});
