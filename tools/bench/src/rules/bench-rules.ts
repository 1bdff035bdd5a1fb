import {
  compileExpression,
  compileRules,
  defaultSchema,
  functionDefinitions,
  parseExpression,
  type SynchronizationSchema,
} from '@waybill/provisioning-rules';
import { print, printTable } from '../measure';
import { resourceOf } from './seeded-people';

const rounds = 5;
const people = 200_000;
const occasion = { now: '2026-01-31T12:00:00.000Z', seed: 'job/user' };

/** How fast compiled rules are, on one core, and that a hostile pattern costs what a harmless one does. */
export function benchRules(): void {
  const { users } = compileRules(withFilter());
  const resources = Array.from({ length: 1_000 }, (_, number) => resourceOf(number));
  const perSecond: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const begun = performance.now();
    let inScope = 0;
    for (let number = 0; number < people; number += 1) {
      const resource = resources[number % resources.length] ?? {};
      if (users.evaluate({ resource, memberOf: [] }, occasion).scope.entitled) inScope += 1;
    }
    if (inScope === 0 || inScope === people) throw new Error('the filter should hold of some');
    // The first round warms up.
    if (round > 0) perSecond.push((1_000 * people) / (performance.now() - begun));
  }
  print(
    'rules: the default mapping of users, with a scoping filter of two clauses',
    `${people} evaluations a round in one thread, ${rounds} rounds after one to warm up; 1,000 different people of 13 attributes.`,
    [{ what: 'evaluations', perSecond }],
  );
  benchHostilePatterns();
}

/** Department in a list of three by pattern, and a title. */
function withFilter(): SynchronizationSchema {
  const schema = structuredClone(defaultSchema) as unknown as {
    synchronizationRules: { objectMappings: { scope: object | null }[] }[];
  };
  const [mapping] = schema.synchronizationRules[0]?.objectMappings ?? [];
  const clause = (sourceOperandName: string, operatorName: string, ...values: string[]) => ({
    sourceOperandName,
    operatorName,
    targetOperand: { values },
  });
  const clauses = [clause('department', 'REGEX MATCH', '^(Sales|Retail|Legal)$'), clause('jobTitle', 'IS NOT NULL')];
  if (mapping) mapping.scope = { groups: [{ name: 'some', clauses }], inputFilterGroups: [], categoryFilterGroups: [] };
  return schema as unknown as SynchronizationSchema;
}

const patterns = ['(a+)+$', '(a|aa)+$', '(.*a){12}$', '[a-z]+@[a-z]+$'];
const lengths = [10_000, 20_000, 40_000];

function benchHostilePatterns(): void {
  const rows = patterns.map((pattern) => {
    const text = `Replace([x], , "${pattern}", , "", , )`;
    const tree = parseExpression(text, functionDefinitions);
    const times = lengths.map((length) => {
      const subject = { resource: {}, memberOf: [], entitled: true };
      const value = `${'a'.repeat(length)}!`;
      const { evaluate } = compileExpression(tree, { functions: functionDefinitions, attribute: () => () => value });
      const begun = performance.now();
      try {
        evaluate(subject, { ...occasion, defaultDomain: null });
      } catch (error) {
        return error instanceof Error ? `refused: ${error.message.slice(0, 60)}` : 'refused';
      }
      return `${Math.round(performance.now() - begun)} ms`;
    });
    return [`\`${pattern}\``, ...times];
  });
  printTable('rules: patterns that make others run for years', 'One replacement each, compiled before; RE2.', [
    ['pattern', ...lengths.map((length) => `${length} letters and a mark`)],
    ...rows,
  ]);
}
