import {
  type AttributeReference,
  compileExpression,
  type Expression,
  type ExpressionFinding,
  fromMappingSource,
  functionDefinitions,
  InvalidExpression,
  longestExpression,
  parseExpression,
  printExpression,
  toMappingSource,
} from '../expression';
import { compileSourceAttribute, sourceNames } from '../source';
import { quoted } from './json-value';
import { suggestion } from './nearest-name';
import { partsOf } from './parts-of';
import type { AttributeDefinition, AttributeMappingSource } from './synchronization-schema';

/** Whose attributes an expression reads. */
export interface SourceObject {
  readonly object: 'User' | 'Group';
  /** The attributes that the schema's source directory has for it. */
  readonly own: readonly AttributeDefinition[];
}

export interface SourceReading {
  /** Undefined where it cannot be read. */
  readonly tree?: Expression;
  /** What stands against evaluating it, each a sentence. */
  readonly problems: readonly string[];
  /** Its text says something else than its parameters, which count. */
  readonly contradictory: boolean;
}

/**
 * Reads the source of an attribute mapping and tells what is wrong with it: its text, its functions, the attributes
 * that there are not, and constants with which a function can never do, such as bad regular expressions. Never throws.
 */
export function readSource(source: AttributeMappingSource, subject: SourceObject): SourceReading {
  const read = readTree(source);
  if (!read.tree) return read;
  const tell = tellerFor(read.placed);
  const compiled = attempt(() =>
    compileExpression(read.tree, { functions: functionDefinitions, attribute: () => () => null }),
  );
  const problems = [...unknownAttributes(read.tree, subject), ...('findings' in compiled ? compiled.findings : [])];
  return { ...read, problems: problems.map(tell) };
}

type TreeReading = SourceReading &
  ({ readonly tree: Expression; readonly placed: boolean } | { readonly tree?: undefined });

/** The parameters count; where the text says the same, positions are those in it, as an admin sees it. */
function readTree(source: AttributeMappingSource): TreeReading {
  const text = source.expression ?? '';
  if (text.length > longestExpression) {
    const message = `An expression has at most ${longestExpression} characters, but this one has ${text.length}`;
    return { problems: [message], contradictory: false };
  }
  const counting = attempt(() => fromMappingSource(source, functionDefinitions));
  const written = text === '' ? undefined : attempt(() => parseExpression(text, functionDefinitions));
  if ('findings' in counting) return { problems: problemsOf(counting, written), contradictory: false };
  return written && 'value' in written ? chosen(counting.value, written.value) : unplaced(counting.value, false);
}

/** The text's, which have positions, where it cannot be read either. */
function problemsOf(counting: Failure, written: Attempt<Expression> | undefined): readonly string[] {
  if (written && 'findings' in written) return written.findings.map(tellerFor(true));
  return counting.findings.map(tellerFor(false));
}

function chosen(counting: Expression, written: Expression): TreeReading {
  if (meaningOf(counting) !== meaningOf(written)) return unplaced(counting, true);
  return { tree: written, placed: true, problems: [], contradictory: false };
}

const unplaced = (tree: Expression, contradictory: boolean): TreeReading => ({
  tree,
  placed: false,
  problems: [],
  contradictory,
});

/** The same text for whatever means the same: Graph keeps numbers as texts. */
export const meaningOf = (tree: Expression): string =>
  printExpression(fromMappingSource(toMappingSource(tree, functionDefinitions), functionDefinitions));

interface Failure {
  readonly findings: readonly ExpressionFinding[];
}

type Attempt<T> = { readonly value: T } | Failure;

function attempt<T>(read: () => T): Attempt<T> {
  try {
    return { value: read() };
  } catch (error) {
    if (!(error instanceof InvalidExpression)) throw error;
    return { findings: error.findings };
  }
}

const tellerFor =
  (placed: boolean) =>
  ({ message, position }: ExpressionFinding): string =>
    placed ? `${message} (at position ${position})` : message;

/** Each is told once, where it stands first. */
function unknownAttributes(tree: Expression, { object, own }: SourceObject): readonly ExpressionFinding[] {
  const references = partsOf(tree).filter((part): part is AttributeReference => part.kind === 'attribute');
  return [...Map.groupBy(references, ({ name }) => name)]
    .filter(([name]) => !compileSourceAttribute(object, name, own))
    .map(([name, [first]]) => ({
      position: first?.position ?? 0,
      message: `A ${object} has no source attribute ${quoted(name)}${suggestion(name, sourceNames(object, own))}`,
    }));
}
