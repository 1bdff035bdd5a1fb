/** How often the API was called, as `GET /__calls` tells it. */
export interface CallCounts {
  readonly total: number;
  /** Calls that were answered with the throttle's status. */
  readonly throttled: number;
  /** By method and path, with `{id}` for a number, e.g. `GET /users/{id}.json`. */
  readonly byRoute: Readonly<Record<string, number>>;
}

/** Counts every call that reaches the API. */
export class Calls {
  private throttledCalls = 0;
  private readonly routes = new Map<string, number>();

  count(method: string, path: string): void {
    const route = `${method} ${path.replace(/\/\d+(?=[/.]|$)/g, '/{id}')}`;
    this.routes.set(route, (this.routes.get(route) ?? 0) + 1);
  }

  countThrottled(): void {
    this.throttledCalls += 1;
  }

  reset(): void {
    this.routes.clear();
    this.throttledCalls = 0;
  }

  get counts(): CallCounts {
    const total = [...this.routes.values()].reduce((sum, each) => sum + each, 0);
    return { total, throttled: this.throttledCalls, byRoute: Object.fromEntries(this.routes) };
  }
}
