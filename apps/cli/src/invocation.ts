/** Where a run of the command line writes to; text brings its own line ends. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** One run of the command line: what it was given, and where it writes to. */
export interface Invocation {
  /** The words after the program's name. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly output: Output;
}
