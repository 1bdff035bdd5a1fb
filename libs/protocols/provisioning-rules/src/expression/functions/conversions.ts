import { EvaluationFailed } from '../expression-error';
import { eager } from './arguments';

const dialect = 'azure-ad';

/** Functions that take a value for what it is, or say what it is (entra-provisioning.md §4.2). */
export const conversionFunctions = [
  eager(
    {
      name: 'CStr',
      parameters: [{ key: 'value' }],
      dialect,
      returns: 'String',
      meaning: 'A number, a reference or a boolean as text. What is absent is an empty text.',
      examples: [{ expression: 'CStr(15)', result: '15' }],
    },
    (given) => given.text(0),
  ),
  eager(
    {
      name: 'IsString',
      parameters: [{ key: 'expression' }],
      dialect,
      returns: 'Boolean',
      meaning: 'Whether a value can be told as text: not where it is absent, complex, or has many values.',
      examples: [
        { expression: 'IsString("a")', result: 'True' },
        { expression: 'IsString(Split("a,b", ","))', result: 'False' },
      ],
    },
    (given) => (['string', 'number'].includes(typeof given.value(0)) ? 'True' : 'False'),
  ),
  eager(
    {
      name: 'Redact',
      parameters: [{ key: 'value' }],
      dialect,
      returns: 'Any',
      multivalued: 'as-source',
      meaning: 'The value as it is; the provisioning log shows [Redact] in its place.',
      examples: [{ expression: 'Redact("k7!tq")', result: 'k7!tq' }],
    },
    (given) => given.value(0),
  ),
  eager(
    {
      name: 'DefaultDomain',
      parameters: [],
      dialect: 'graph',
      returns: 'String',
      meaning: "The tenant's default domain, as the job's settings give it. Fails where they do not.",
      examples: [{ expression: 'Join("@", "jdoe", DefaultDomain())', result: 'jdoe@contoso.com' }],
    },
    (_, { defaultDomain }) => {
      if (defaultDomain !== null) return defaultDomain;
      throw new EvaluationFailed('DefaultDomain', null, "the job's settings do not give a default domain");
    },
  ),
];
