import type { AttributeMappingSource } from '../schema/synchronization-schema';
import { argumentFindings, unknownFunction } from './call-findings';
import { argumentsByKey } from './arguments-by-key';
import { type Comparison, comparisonOperators, type Expression, keywords } from './expression';
import { type ExpressionFinding, InvalidExpression } from './expression-error';
import type { FunctionDefinition } from './function-definition';
import { deepestExpression, mostFindings, parseExpression } from './parse-expression';
import { quote } from './syntax-messages';
import { isAttributeName, longestExpression } from './tokens';

/**
 * Reads an expression from the form in which Graph keeps it (entra-provisioning.md §3.7); the other way of
 * `toMappingSource`. The parameters tell what a function is given, in whatever order their keys stand; its text is read
 * only where there are none. Positions are those in that text, and 0 elsewhere.
 *
 * @throws InvalidExpression with what is wrong with it: names, keys, texts, and arguments that are missing
 */
export function fromMappingSource(
  source: AttributeMappingSource,
  functions: ReadonlyMap<string, FunctionDefinition>,
): Expression {
  const reader = new SourceReader(functions);
  const tree = reader.read(source, 1);
  if (reader.findings.length > 0) throw new InvalidExpression(reader.findings.slice(0, mostFindings));
  return tree;
}

const position = 0;

const isComparison = ({ type, name }: AttributeMappingSource): boolean =>
  type === 'Function' && comparisonOperators.some((operator) => operator === name);

/** Stands for what could not be read; a tree with it is never handed out. */
const unreadable: Expression = { kind: 'constant', value: '', position };

class SourceReader {
  readonly findings: ExpressionFinding[] = [];
  private parts = 0;

  constructor(private readonly functions: ReadonlyMap<string, FunctionDefinition>) {}

  read(source: AttributeMappingSource, depth: number): Expression {
    this.parts += 1;
    // Every part of a text takes a character at least, so that whatever was read from a text passes here.
    if (this.parts > longestExpression) return this.tell(`The expression has more than ${longestExpression} parts`);
    if (depth > deepestExpression) return this.tell(`${source.name} is more than ${deepestExpression} levels deep`);
    switch (source.type) {
      case 'Attribute':
        return this.attribute(source.name);
      case 'Constant':
        return this.constant(source, depth);
      case 'Function':
        return this.function(source, depth);
      default:
        return this.tell(
          `There is no source of type ${quote(String(source.type))}: it is Attribute, Constant or Function`,
        );
    }
  }

  private attribute(name: string): Expression {
    if (!isAttributeName(name)) return this.tell(`${quote(name)} cannot be the name of an attribute`);
    return { kind: 'attribute', name, position };
  }

  private constant({ name, expression }: AttributeMappingSource, depth: number): Expression {
    if (name.length > longestExpression) return this.tell(`A constant has more than ${longestExpression} characters`);
    const keyword = keywords.find((each) => each === expression);
    if (keyword) return { kind: 'keyword', name: keyword, position };
    if (expression === undefined || expression === null || expression === name) {
      return { kind: 'constant', value: name, position };
    }
    const read = this.text(expression, depth);
    if (read.kind === 'constant') return read;
    return this.tell(`${quote(expression)} is no constant: put it in " marks`);
  }

  private function(source: AttributeMappingSource, depth: number): Expression {
    const { name, expression, parameters } = source;
    if (!parameters?.length && expression) return this.functionText(name, expression, depth);
    const operator = comparisonOperators.find((each) => each === name);
    return operator ? this.comparison(operator, source, depth) : this.call(source, depth);
  }

  private functionText(name: string, expression: string, depth: number): Expression {
    const read = this.text(expression, depth);
    const named = read.kind === 'call' ? read.name : read.kind === 'comparison' ? read.operator : undefined;
    if (named === name || read === unreadable) return read;
    return this.tell(`The function is called ${quote(name)}, but its text is ${quote(expression)}`);
  }

  private comparison(operator: Comparison['operator'], source: AttributeMappingSource, depth: number): Expression {
    const { given, findings } = argumentsByKey(source, [{ key: 'left' }, { key: 'right' }]);
    this.findings.push(...findings);
    const [left, right] = given;
    if (!left || !right) return this.tell(`${operator} needs both left and right`);
    if (isComparison(left) || isComparison(right)) {
      return this.tell(`A side of ${operator} cannot be a comparison: nest IIF`);
    }
    return { kind: 'comparison', operator, left: this.read(left, depth), right: this.read(right, depth), position };
  }

  private call(source: AttributeMappingSource, depth: number): Expression {
    const { name } = source;
    const definition = this.functions.get(name);
    if (!definition) {
      this.findings.push(unknownFunction(name, position, this.functions));
      return unreadable;
    }
    const { given, findings } = argumentsByKey(source, definition.parameters);
    this.findings.push(...findings);
    const read = given.map((each) => each && this.read(each, depth + 1));
    const call = { kind: 'call', name, arguments: read, position } as const;
    this.findings.push(...argumentFindings(call, definition));
    return call;
  }

  private text(expression: string, depth: number): Expression {
    try {
      return parseExpression(expression, this.functions, depth);
    } catch (error) {
      if (!(error instanceof InvalidExpression)) throw error;
      this.findings.push(...error.findings);
      return unreadable;
    }
  }

  private tell(message: string): Expression {
    this.findings.push({ position, message });
    return unreadable;
  }
}
