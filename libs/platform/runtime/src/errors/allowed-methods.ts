/** What a route takes: a method, and a path whose segments may be parameters (`/scim/:jobId/v2/Users`). */
export interface ServedRoute {
  readonly method: string;
  readonly path: string;
}

/**
 * The methods that a path is served for, as the `Allow` header of a 405 lists them (RFC 9110 §15.5.6).
 *
 * @param url the path that was asked for, as it came; a query does not count
 * @returns none where no route has this path
 */
export function allowedMethods(routes: readonly ServedRoute[], url: string): readonly string[] {
  const path = segmentsOf(url.split('?', 1)[0] ?? '');
  const methods = routes.filter((route) => fits(segmentsOf(route.path), path)).map(({ method }) => method);
  // The server answers HEAD wherever it answers GET.
  const all = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
  return [...new Set(all)].sort();
}

const segmentsOf = (path: string): readonly string[] => path.split('/');

const fits = (pattern: readonly string[], path: readonly string[]): boolean =>
  pattern.length === path.length &&
  pattern.every((segment, index) => (segment.startsWith(':') ? path[index] !== '' : segment === path[index]));
