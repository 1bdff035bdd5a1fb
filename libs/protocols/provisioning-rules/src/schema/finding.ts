/** One thing that is wrong with rules. Errors refuse them; warnings are shown, and the rules apply all the same. */
export interface Finding {
  /** Where in the document, e.g. `synchronizationRules[0].objectMappings[0].scope`; empty for all of it. */
  readonly path: string;
  /** A sentence that says what was expected. */
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

/** How many findings are told: more would help nobody, and a document can be made of nothing but mistakes. */
export const mostFindings = 100;

/** What was found so far, no more than the first hundred. */
export class FindingList {
  private readonly told: Finding[] = [];

  get all(): readonly Finding[] {
    return this.told;
  }

  error(path: string, message: string): void {
    this.tell({ path, message, severity: 'error' });
  }

  warning(path: string, message: string): void {
    this.tell({ path, message, severity: 'warning' });
  }

  private tell(finding: Finding): void {
    if (this.told.length < mostFindings) this.told.push(finding);
  }
}
