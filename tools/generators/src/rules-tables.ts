import {
  defaultSchema,
  type FilterOperator,
  filterOperators,
  functionDefinitions,
  type FunctionDefinition,
  samanageObjects,
} from '@waybill/provisioning-rules';
import { markdownTable } from './markdown-table';

const code = (text: string): string => `\`${text}\``;
const yes = (holds: boolean | undefined): string => (holds ? 'yes' : '');

/** What of `docs/rules.md` comes from the data of the rules library, by the name of its place in the prose. */
export const ruleTables: Readonly<Record<string, () => readonly string[]>> = {
  'Samanage attributes': samanageAttributes,
  'default mappings': defaultMappings,
  'filter operators': operators,
  functions: () => [...functionDefinitions.values()].flatMap(functionLines),
};

function samanageAttributes(): string[] {
  const rows = samanageObjects.flatMap(({ name: object, attributes }) =>
    attributes.map(({ name, type, multivalued, required, filterable }) => [
      object.toLowerCase(),
      code(name),
      multivalued ? `${type}, many` : type,
      yes(required),
      yes(filterable),
    ]),
  );
  return markdownTable(['of a', 'attribute', 'type', 'required', 'can match'], rows);
}

function defaultMappings(): string[] {
  const mappings = defaultSchema.synchronizationRules[0]?.objectMappings ?? [];
  const users = mappings.find(({ sourceObjectName }) => sourceObjectName === 'User')?.attributeMappings ?? [];
  const rows = users.map(
    ({ targetAttributeName, source, nullPolicy = 'ignore', defaultValue, matchingPriority = 0 }) => [
      code(targetAttributeName),
      source?.expression ? code(source.expression) : '',
      matchingPriority > 0 ? 'yes' : '',
      code(nullPolicy),
      defaultValue ? code(defaultValue) : '',
    ],
  );
  return markdownTable(['attribute', 'source', 'matching', 'null policy', 'default value'], rows);
}

function operators(): string[] {
  const rows = filterOperators.map((operator) => [
    code(operator.name),
    operator.arity === 'Unary' ? 'nothing' : 'one value',
    typesOf(operator),
    operator.multivaluedComparisonType.toLowerCase(),
    operator.meaning,
    yes(operator.extension),
  ]);
  return markdownTable(
    ['operator', 'takes', 'for types', 'of many values', 'holds where the attribute…', 'ours'],
    rows,
  );
}

/** An operator that asks for groups is for whatever attribute it names. */
const typesOf = ({ kind, supportedAttributeTypes }: FilterOperator): string =>
  kind === 'value' ? supportedAttributeTypes.join(', ') : 'any';

const dialects: Readonly<Record<FunctionDefinition['dialect'], string>> = {
  'azure-ad': 'as in Azure AD',
  graph: "in Graph's list alone",
  'cloud-sync': 'in cloud sync alone; lint warns',
  waybill: 'ours: Azure AD does not know it',
};

function functionLines(definition: FunctionDefinition): string[] {
  const { meaning, dialect, examples } = definition;
  return [
    `### ${code(signatureOf(definition))}`,
    '',
    meaning,
    '',
    `- gives ${givenBy(definition)}; ${dialects[dialect]}`,
    ...examples.map(({ expression, result }) => `- ${code(expression)} gives ${resultOf(result)}`),
    '',
  ];
}

function signatureOf({ name, parameters }: FunctionDefinition): string {
  const keys = parameters.map(({ key, optional }) => (optional ? `${key}?` : key));
  const all = parameters.some(({ repeats }) => repeats) ? [...keys, '…'] : keys;
  return `${name}(${all.join(', ')})`;
}

function givenBy({ returns, multivalued }: FunctionDefinition): string {
  const type = returns === 'Any' ? 'any type' : returns;
  if (multivalued === true) return `many values (${type})`;
  return multivalued === 'as-source' ? `${type}, as many values as its source` : type;
}

function resultOf(result: FunctionDefinition['examples'][number]['result']): string {
  if (result === null) return 'nothing';
  return code(typeof result === 'string' ? result : JSON.stringify(result));
}
