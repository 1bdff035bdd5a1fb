import type { AttributeMappingSource } from '../schema/synchronization-schema';
import { InvalidExpression } from './expression-error';
import type { FunctionDefinition, Parameter } from './function-definition';
import { fromMappingSource, toMappingSource } from './mapping-source';
import { parseExpression } from './parse-expression';
import { printExpression } from './print-expression';

const signatures: Readonly<Record<string, readonly Parameter[]>> = {
  Now: [],
  Not: [{ key: 'source' }],
  Mid: [{ key: 'source' }, { key: 'start' }, { key: 'length' }],
  Join: [{ key: 'separator' }, { key: 'source', repeats: true }],
  Replace: [
    { key: 'source' },
    { key: 'Find', optional: true },
    { key: 'RegularExpression', optional: true },
    { key: 'RegularExpressionGroupName', optional: true },
    { key: 'Replacement', optional: true },
    { key: 'ReplacementPropertyName', optional: true },
    { key: 'Template', optional: true },
  ],
  Switch: [
    { key: 'source' },
    { key: 'defaultValue', optional: true },
    { key: 'switchValue', optional: true, repeats: true },
    { key: 'switchValue', optional: true },
  ],
  Pairs: [{ key: 'key', repeats: true }, { key: 'value' }],
};
const functions: ReadonlyMap<string, FunctionDefinition> = new Map(
  Object.entries(signatures).map(([name, parameters]) => [
    name,
    { name, parameters, dialect: 'azure-ad', returns: 'Any', meaning: '', examples: [], evaluate: () => null },
  ]),
);

type Parameters = AttributeMappingSource['parameters'];

const attribute = (name: string): AttributeMappingSource => ({
  type: 'Attribute',
  name,
  expression: `[${name}]`,
  parameters: [],
});
const constant = (name: string, expression = `"${name}"`): AttributeMappingSource => ({
  type: 'Constant',
  name,
  expression,
  parameters: [],
});
const call = (name: string, expression: string | undefined, parameters: Parameters): AttributeMappingSource => ({
  type: 'Function',
  name,
  expression,
  parameters,
});
const given = (key: string, value: AttributeMappingSource) => ({ key, value });

const sources: readonly [text: string, source: AttributeMappingSource][] = [
  ['[mail]', attribute('mail')],
  ['"Fixed"', constant('Fixed')],
  [String.raw`"a \"b\" \\d"`, constant(String.raw`a "b" \d`, String.raw`"a \"b\" \\d"`)],
  ['vbTextCompare', constant('vbTextCompare', 'vbTextCompare')],
  ['"vbTextCompare"', constant('vbTextCompare')],
  ['Now()', call('Now', 'Now()', [])],
  ['Not([IsSoftDeleted])', call('Not', 'Not([IsSoftDeleted])', [given('source', attribute('IsSoftDeleted'))])],
  [
    'Mid([x], "1", "-2")',
    call('Mid', 'Mid([x], "1", "-2")', [
      given('source', attribute('x')),
      given('start', constant('1')),
      given('length', constant('-2')),
    ]),
  ],
  [
    'Replace([x], , "rx", , "")',
    call('Replace', 'Replace([x], , "rx", , "")', [
      given('source', attribute('x')),
      given('RegularExpression', constant('rx')),
      given('Replacement', constant('')),
    ]),
  ],
  [
    'Switch([x], , "False", "True", "True", "False")',
    call('Switch', 'Switch([x], , "False", "True", "True", "False")', [
      given('source', attribute('x')),
      given('switchValue', constant('False')),
      given('switchValue', constant('True')),
      given('switchValue', constant('True')),
      given('switchValue', constant('False')),
    ]),
  ],
  [
    'Switch([x], "d", "k", , "l", "v")',
    call('Switch', 'Switch([x], "d", "k", , "l", "v")', [
      given('source', attribute('x')),
      given('defaultValue', constant('d')),
      given('switchValue', constant('k')),
      given('switchValue', constant('', '')),
      given('switchValue', constant('l')),
      given('switchValue', constant('v')),
    ]),
  ],
  [
    'Pairs([a], [b], [c], [d])',
    call('Pairs', 'Pairs([a], [b], [c], [d])', [
      given('key', attribute('a')),
      given('value', attribute('b')),
      given('key', attribute('c')),
      given('value', attribute('d')),
    ]),
  ],
  [
    'Not([a] >= [b])',
    call('Not', 'Not([a] >= [b])', [
      given('source', call('>=', '[a] >= [b]', [given('left', attribute('a')), given('right', attribute('b'))])),
    ]),
  ],
];

const x = given('source', attribute('x'));

/** What others write, and how it is read. */
const tolerated: readonly [source: AttributeMappingSource, text: string][] = [
  [{ type: 'Attribute', name: 'mail' }, '[mail]'],
  [{ type: 'Constant', name: 'a "b"' }, String.raw`"a \"b\""`],
  [constant('a', 'a'), '"a"'],
  [constant('1', '1'), '"1"'],
  [constant('one', '1'), '1'],
  [{ type: 'Function', name: 'Not', expression: 'Not( [x] )' }, 'Not([x])'],
  [call('Not', 'Not([x])', []), 'Not([x])'],
  [call('=', '[a]=1', []), '[a] = 1'],
  [call('Not', 'Not([another])', [x]), 'Not([x])'],
  [call('Not', undefined, [x]), 'Not([x])'],
  [call('Now', undefined, undefined), 'Now()'],
  [call('Mid', '', [given('length', constant('2')), given('start', constant('1')), x]), 'Mid([x], "1", "2")'],
  [call('Pairs', '', [given('value', attribute('b')), given('key', attribute('a'))]), 'Pairs([a], [b])'],
  [call('<', '', [given('right', attribute('b')), given('left', attribute('a'))]), '[a] < [b]'],
];

const refused: readonly [source: AttributeMappingSource, ...messages: string[]][] = [
  [attribute('a], [b'), '"a], [b" cannot be the name of an attribute'],
  [attribute(''), '"" cannot be the name of an attribute'],
  [constant('a', '[a]'), '"[a]" is no constant: put it in " marks'],
  [constant('a', '"a'), 'The text that begins here is not closed: expected " after it'],
  [constant('a'.repeat(10_001)), 'A constant has more than 10000 characters'],
  [
    { type: 'Nothing' as 'Constant', name: 'a' },
    'There is no source of type "Nothing": it is Attribute, Constant or Function',
  ],
  [call('not', '', [x]), 'There is no function "not"; did you mean Not? Case counts'],
  [call('Not', 'Now()', []), 'The function is called "Not", but its text is "Now()"'],
  [call('Not', 'Not([x]', []), 'Expected "," or ")", but the expression ends here'],
  [call('Not', '', [x, given('Source', attribute('y'))]), 'Not has no parameter "Source"; it has source'],
  [call('Not', '', [x, x]), 'Not has more than one parameter "source"'],
  [call('Now', '', [x]), 'Now has no parameter "source"; it has none'],
  [
    call('Mid', '', [x]),
    'Mid needs the argument start: Mid(source, start, length)',
    'Mid needs the argument length: Mid(source, start, length)',
  ],
  [call('=', '', [given('left', attribute('a'))]), '= needs both left and right'],
  [
    call('=', '', [given('left', call('<', '', [])), given('right', attribute('a'))]),
    'A side of = cannot be a comparison: nest IIF',
  ],
];

function messagesOf(source: AttributeMappingSource): readonly string[] {
  try {
    fromMappingSource(source, functions);
  } catch (error) {
    if (error instanceof InvalidExpression) return error.findings.map(({ message }) => message);
    throw error;
  }
  return [];
}

/** A tree from a source has its parts at 0. */
function parseExpressionUnplaced(text: string) {
  const tree = parseExpression(text, functions);
  if (tree.kind !== 'call') return tree;
  return { ...tree, arguments: tree.arguments.map((argument) => argument && { ...argument, position: 0 }) };
}

function nested(times: number): AttributeMappingSource {
  let source = attribute('a');
  for (let time = 0; time < times; time += 1) source = call('Not', '', [given('source', source)]);
  return source;
}

describe('the mapping source of an expression', () => {
  it.each(sources)('%s is written, and read again', (text, source) => {
    expect(toMappingSource(parseExpression(text, functions), functions)).toEqual(source);
    expect(printExpression(fromMappingSource(source, functions))).toBe(text);
  });

  it('has numbers as texts, and nothing of arguments left out at the end', () => {
    const source = toMappingSource(parseExpression('Mid([x], 1, -2, , )', functions), functions);
    expect(source.expression).toBe('Mid([x], 1, -2, , )');
    expect(source.parameters).toEqual([x, given('start', constant('1')), given('length', constant('-2'))]);
  });

  it.each(tolerated)('%j is %s', (source, text) => {
    expect(printExpression(fromMappingSource(source, functions))).toBe(text);
  });

  it('has a place for every argument that is absent', () => {
    const tree = fromMappingSource(call('Replace', '', [given('Find', constant('a')), x]), functions);
    expect(tree).toStrictEqual(parseExpressionUnplaced('Replace([x], "a")'));
    const fromLast = fromMappingSource(call('Replace', '', [given('Replacement', constant('a')), x]), functions);
    expect(fromLast).toStrictEqual(parseExpressionUnplaced('Replace([x], , , , "a")'));
  });

  it.each(refused)('%j is refused', (source, ...messages) => {
    expect(messagesOf(source)).toEqual(messages);
  });

  it('is not written for a function that is unknown', () => {
    const tree = parseExpression('Not(Now())', functions);
    expect(() => toMappingSource(tree, new Map([...functions].filter(([name]) => name === 'Not')))).toThrow(
      'There is no function "Now" (at 4)',
    );
  });

  it('goes 100 levels deep and not one more, also where its text goes on', () => {
    expect(messagesOf(nested(99))).toEqual([]);
    expect(messagesOf(nested(100))).toEqual(['a is more than 100 levels deep']);
    expect(messagesOf(nested(100_000))).toEqual(['Not is more than 100 levels deep']);
    const deepest = [...Array(98)].reduce<AttributeMappingSource>(
      (source) => call('Not', '', [given('source', source)]),
      call('Not', 'Not(Not([x]))', []),
    );
    expect(messagesOf(deepest)).toEqual(['Here the expression is more than 100 levels deep']);
  });

  it('has no more parts than a text could have', () => {
    const many = (count: number) =>
      call('Join', '', [
        given('separator', constant('')),
        ...Array.from({ length: count }, () => given('source', attribute('a'))),
      ]);
    expect(messagesOf(many(9998))).toEqual([]);
    expect(messagesOf(many(9999))).toEqual(['The expression has more than 10000 parts']);
  });
});
