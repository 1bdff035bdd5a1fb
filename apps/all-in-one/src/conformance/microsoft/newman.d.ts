/** What the specs use of newman, which brings no types of its own. */
declare module 'newman' {
  export interface RunOptions {
    readonly collection: object;
    readonly envVar: readonly { readonly key: string; readonly value: string }[];
    readonly timeoutRequest?: number;
  }

  export interface Execution {
    readonly item: { readonly name: string };
    readonly requestError?: Error;
    readonly assertions?: readonly { readonly assertion: string; readonly error?: Error }[];
    readonly testScript?: readonly { readonly error?: Error }[];
  }

  export interface RunSummary {
    readonly run: { readonly executions: readonly Execution[] };
  }

  export function run(options: RunOptions, done: (error: Error | null, summary: RunSummary) => void): unknown;
}
