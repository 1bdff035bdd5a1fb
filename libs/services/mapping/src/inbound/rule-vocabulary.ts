import { filterOperators, functionDefinitions } from '@waybill/provisioning-rules';

/** The functions of the expression language as Graph's `attributeMappingFunctionSchema`, with what they mean. */
export const functionSchemas = (): readonly object[] =>
  [...functionDefinitions.values()].map(({ name, parameters, meaning, dialect, returns, examples }) => ({
    name,
    parameters: parameters.map(({ key, type, optional, repeats }) => ({
      name: key,
      required: optional !== true,
      allowMultipleOccurrences: repeats === true,
      type: type ?? 'String',
    })),
    description: meaning,
    returns,
    extension: dialect === 'waybill',
    examples,
  }));

/** The operators of scoping filters as Graph's `filterOperatorSchema`, with what they mean. */
export const filterOperatorSchemas = (): readonly object[] =>
  filterOperators.map(
    ({ name, arity, multivaluedComparisonType, supportedAttributeTypes, meaning, extension = false }) => ({
      id: name,
      name,
      arity,
      multivaluedComparisonType,
      supportedAttributeTypes,
      description: meaning,
      extension,
    }),
  );
