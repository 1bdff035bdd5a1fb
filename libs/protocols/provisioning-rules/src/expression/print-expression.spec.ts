import type { FunctionDefinition } from './function-definition';
import { parseExpression } from './parse-expression';
import { printExpression } from './print-expression';

const f: FunctionDefinition = {
  name: 'F',
  parameters: [{ key: 'a', optional: true, repeats: true }],
  dialect: 'azure-ad',
  returns: 'Any',
  meaning: '',
  examples: [],
  evaluate: () => null,
};
const functions = new Map([['F', f]]);

const texts: readonly [written: string, printed: string][] = [
  ['F([x],,"rx" , , "", , )', 'F([x], , "rx", , "", , )'],
  ['F()', 'F()'],
  ['F (\n)', 'F()'],
  ['F(,)', 'F(, )'],
  ['F( [ x ] )', 'F([ x ])'],
  ['[emails[type eq "work"].value]', '[emails[type eq "work"].value]'],
  [String.raw`"\+\\d\"\\"`, String.raw`"\\+\\d\"\\"`],
  ['F(-10,&HF7,007)', 'F(-10, 247, 7)'],
  ['9223372036854775807', '"9223372036854775807"'],
  ['F([a]=1,[b]<>"x")', 'F([a] = 1, [b] <> "x")'],
  ['F(vbTextCompare,IgnoreObjectFlow)', 'F(vbTextCompare, IgnoreObjectFlow)'],
];

describe('printing an expression', () => {
  it.each(texts)('%s as %s', (written, printed) => {
    expect(printExpression(parseExpression(written, functions))).toBe(printed);
    expect(printExpression(parseExpression(printed, functions))).toBe(printed);
  });

  it.each([
    `F(${'[a],'.repeat(2499)})`,
    `F([a]>1,"${String.raw`\+\\\"`.repeat(1660)}\\\\")`,
    String.raw`"\\${'\\d'.repeat(4998)}"`,
  ])('leaves out what makes it longer than an expression may be', (written) => {
    expect(printExpression(parseExpression(written, functions))).toBe(written);
  });
});
