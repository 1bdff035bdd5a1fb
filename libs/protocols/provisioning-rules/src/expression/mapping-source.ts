import type { AttributeMappingSource } from '../schema/synchronization-schema';
import { givenArguments, fixedParameters, parameterAt, unknownFunction } from './call-findings';
import type { Call, Expression } from './expression';
import { InvalidExpression } from './expression-error';
import type { FunctionDefinition } from './function-definition';
import { printExpression } from './print-expression';

type Functions = ReadonlyMap<string, FunctionDefinition>;
type Parameters = NonNullable<AttributeMappingSource['parameters']>;

/** An argument that was left out where others follow in turn; its text is empty, as it is between two commas. */
const leftOut: AttributeMappingSource = { type: 'Constant', name: '', expression: '', parameters: [] };

/**
 * An expression as Graph keeps it (entra-provisioning.md §3.7): every part with its text, arguments under their
 * functions' keys. Arguments left out are absent, but for those that others follow under the same keys in turn: these
 * are constants whose text is empty. Numbers are texts of digits, as Graph has them: what comes back from
 * `fromMappingSource` has `"1"` where there was `1`, and the language takes one for the other. A comparison is a function
 * with its operator as name and the parameters `left` and `right`.
 *
 * @throws InvalidExpression for a call of a function that is not among the given ones
 */
export function toMappingSource(tree: Expression, functions: Functions): AttributeMappingSource {
  switch (tree.kind) {
    case 'constant': {
      const name = String(tree.value);
      return leaf('Constant', name, printExpression({ ...tree, value: name }));
    }
    case 'keyword':
      return leaf('Constant', tree.name, tree.name);
    case 'attribute':
      return leaf('Attribute', tree.name, printExpression(tree));
    case 'comparison': {
      const sides = [
        { key: 'left', value: toMappingSource(tree.left, functions) },
        { key: 'right', value: toMappingSource(tree.right, functions) },
      ];
      return { type: 'Function', name: tree.operator, expression: printExpression(tree), parameters: sides };
    }
    case 'call':
      return {
        type: 'Function',
        name: tree.name,
        expression: printExpression(tree),
        parameters: parametersOf(tree, functions),
      };
  }
}

const leaf = (type: 'Attribute' | 'Constant', name: string, expression: string): AttributeMappingSource => ({
  type,
  name,
  expression,
  parameters: [],
});

function parametersOf(call: Call, functions: Functions): Parameters {
  const definition = functions.get(call.name);
  if (!definition) throw new InvalidExpression([unknownFunction(call.name, call.position, functions)]);
  const { parameters } = definition;
  const fixed = fixedParameters(parameters);
  return givenArguments(call.arguments).flatMap((argument, index) => {
    const parameter = parameterAt(parameters, index);
    if (!parameter || (!argument && index < fixed)) return [];
    return [{ key: parameter.key, value: argument ? toMappingSource(argument, functions) : leftOut }];
  });
}

export { fromMappingSource } from './read-mapping-source';
