import { functionDefinitions } from './functions';
import { compileExpression } from './compile-expression';
import { fromMappingSource } from './mapping-source';
import { printExpression } from './print-expression';

const text = (value: string) => ({ type: 'Constant', name: value, expression: `"${value}"`, parameters: [] }) as const;

/** Graph lists three parameters of `FormatDateTime`, the reference in prose four (entra-provisioning.md §4.1, §4.5). */
describe('FormatDateTime as Graph keeps it', () => {
  it('is read by the keys of its three parameters, whatever stands between them in the prose', () => {
    const tree = fromMappingSource(
      {
        type: 'Function',
        name: 'FormatDateTime',
        parameters: [
          { key: 'source', value: text('20150123105347.1Z') },
          { key: 'inputFormat', value: text('yyyyMMddHHmmss.fZ') },
          { key: 'outputFormat', value: text('yyyy-MM-dd') },
        ],
      },
      functionDefinitions,
    );
    expect(printExpression(tree)).toContain('"yyyyMMddHHmmss.fZ", "yyyy-MM-dd")');
    const { evaluate } = compileExpression(tree, { functions: functionDefinitions, attribute: () => () => null });
    const surroundings = { now: '2026-01-31T12:00:00.000Z', seed: 's', defaultDomain: null };
    expect(evaluate({ resource: {}, memberOf: [], entitled: true }, surroundings)).toBe('2015-01-23');
  });
});
