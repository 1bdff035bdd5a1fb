import { compileRules, InvalidRules } from './compile-rules';
import { defaultRules, defaultUserMappings } from './default-rules';
import { findingsOf } from './rule-findings';
import type { AttributeMapping, RuleSet } from './rule-set';

const rules = (...attributeMappings: AttributeMapping[]): RuleSet => ({ users: { scope: 'all', attributeMappings } });
const direct = (target: string, attribute = 'userName'): AttributeMapping => ({
  target,
  source: { type: 'direct', attribute },
});
const sound: AttributeMapping[] = [{ ...direct('email'), matchingPriority: 1 }, direct('name'), direct('role')];

const bad: readonly [name: string, rules: RuleSet, findings: RegExp[]][] = [
  ['an unknown target', rules(...sound, direct('salary')), [/^salary is not a member/]],
  ['a member of every object', rules(...sound, direct('toString')), [/^toString is not a member/]],
  ['a target twice', rules(...sound, direct('name')), [/^name is mapped more than once/]],
  ['a bad path', rules(...sound, direct('title', 'job title')), [/^title: "job title" is not an attribute path/]],
  [
    'nothing to take it from',
    rules(...sound, { target: 'title', source: { type: 'first-non-empty', attributes: [] } }),
    [/^title: there is no attribute/],
  ],
  [
    'a matching attribute Samanage cannot be asked by',
    rules(...sound, { ...direct('phone'), matchingPriority: 2 }),
    [/^phone cannot be a matching attribute/],
  ],
  ['nothing at all', rules(), [/^email must/, /^name must/, /^role must/, /^there is no matching attribute/]],
];

describe('findings of a rule set', () => {
  it('are none for the defaults', () => {
    expect(findingsOf(defaultRules)).toEqual([]);
    expect(new Set(defaultUserMappings.map(({ target }) => target)).size).toBe(9);
  });

  it.each(bad)('tell %s', (_, set, findings) => {
    expect(findingsOf(set)).toEqual(findings.map((finding) => expect.stringMatching(finding)));
  });

  it('are all in the error with which bad rules are refused', () => {
    expect(() => compileRules(rules())).toThrow(InvalidRules);
    expect(() => compileRules(rules())).toThrow(/email must be mapped.*role must be mapped.*no matching attribute/);
  });
});
