export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A call as Samanage takes it; the path is that of the API, with its query. */
export interface ApiRequest {
  readonly method: Method;
  readonly path: string;
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Undefined where it is no JSON, as some answers to writes have none (samanage-api.md §2.1). */
  readonly body: unknown;
}
