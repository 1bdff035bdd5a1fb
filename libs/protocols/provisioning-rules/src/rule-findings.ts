import { isAttributePath } from './attribute-path';
import type { AttributeMapping, RuleSet } from './rule-set';
import { accountMembers } from './samanage-account';

const membersByName: ReadonlyMap<string, (typeof accountMembers)[keyof typeof accountMembers]> = new Map(
  Object.entries(accountMembers),
);

/** Everything that is wrong with a rule set, each finding a sentence; none for rules that can be applied. */
export function findingsOf(rules: RuleSet): readonly string[] {
  const { attributeMappings } = rules.users;
  return [
    ...attributeMappings.flatMap(findingsOfMapping),
    ...duplicates(attributeMappings.map(({ target }) => target)).map((target) => `${target} is mapped more than once`),
    ...Object.entries(accountMembers)
      .filter(([name, { required }]) => required && !attributeMappings.some(({ target }) => target === name))
      .map(([name]) => `${name} must be mapped: no account can be without it`),
    ...(attributeMappings.some(isMatching)
      ? []
      : ['there is no matching attribute: give a mapping a matchingPriority']),
  ];
}

const isMatching = ({ matchingPriority }: AttributeMapping): boolean => matchingPriority !== undefined;

function findingsOfMapping(mapping: AttributeMapping): string[] {
  const { target } = mapping;
  const member = membersByName.get(target);
  if (!member)
    return [`${target} is not a member of a Samanage account; these are: ${[...membersByName.keys()].join(', ')}`];
  const findings = attributesOf(mapping)
    .filter((path) => !isAttributePath(path))
    .map((path) => `${target}: ${JSON.stringify(path)} is not an attribute path such as emails[type eq "work"].value`);
  if (attributesOf(mapping).length === 0 && mapping.source.type !== 'constant') {
    findings.push(`${target}: there is no attribute to take it from`);
  }
  if (isMatching(mapping) && !member.filterable) {
    findings.push(`${target} cannot be a matching attribute: Samanage cannot be asked for accounts by it`);
  }
  return findings;
}

function attributesOf({ source }: AttributeMapping): readonly string[] {
  if (source.type === 'constant') return [];
  return source.type === 'direct' ? [source.attribute] : source.attributes;
}

const duplicates = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, index) => names.indexOf(name) !== index)),
];
