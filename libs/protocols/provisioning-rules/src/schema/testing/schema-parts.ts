/** Parts of a schema, as short as they may be written. */

export const attribute = (name: string) => ({ type: 'Attribute', name, expression: `[${name}]`, parameters: [] });

export const constant = (name: string) => ({
  type: 'Constant',
  name,
  expression: JSON.stringify(name),
  parameters: [],
});

/** A function by its text alone. */
export const call = (text: string) => ({ type: 'Function', name: /^\w+/.exec(text)?.[0] ?? '', expression: text });

export const clause = (sourceOperandName: string, operatorName: string, ...values: readonly string[]) => ({
  sourceOperandName,
  operatorName,
  targetOperand: { values },
});

export const scope = (...groups: readonly { readonly name: string; readonly clauses: readonly object[] }[]) => ({
  groups,
  inputFilterGroups: [],
  categoryFilterGroups: [],
});
