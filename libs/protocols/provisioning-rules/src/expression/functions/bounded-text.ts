import { EvaluationFailed } from '../expression-error';

const longestText = 1_000_000;

/** Puts a text together piece by piece and fails before it is longer than any text may be. */
export class BoundedText {
  private readonly pieces: string[] = [];
  private length = 0;

  constructor(private readonly functionName: string) {}

  /** @throws EvaluationFailed where the text would be too long */
  add(piece: string): void {
    this.length += piece.length;
    checkLength(this.functionName, this.length);
    this.pieces.push(piece);
  }

  toString(): string {
    return this.pieces.join('');
  }
}

/** @throws EvaluationFailed where a text is going to be longer than any may be */
export function checkLength(functionName: string, length: number): void {
  if (length <= longestText) return;
  throw new EvaluationFailed(functionName, null, `the text that it makes has more than ${longestText} characters`);
}

/** Texts with a separator between them. @throws EvaluationFailed where that is too long */
export function joined(functionName: string, separator: string, texts: readonly string[]): string {
  const separators = Math.max(0, texts.length - 1) * separator.length;
  checkLength(
    functionName,
    texts.reduce((length, text) => length + text.length, separators),
  );
  return texts.join(separator);
}
