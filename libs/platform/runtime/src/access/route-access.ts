import { SetMetadata } from '@nestjs/common';
import type { Role } from './access-tokens';

/** Who may call a route. */
export type RouteAccess =
  | { readonly kind: 'role'; readonly role: Role }
  | { readonly kind: 'public' }
  /** The route's own guard checks a job's SCIM token. */
  | { readonly kind: 'job-token' };

export const routeAccess = 'waybill route access';

/** The route, or every route of the controller, needs a token with a role. */
export const RequireRole = (role: Role) => SetMetadata<string, RouteAccess>(routeAccess, { kind: 'role', role });

/** The route tells nothing that is worth a token. */
export const PublicRoute = () => SetMetadata<string, RouteAccess>(routeAccess, { kind: 'public' });

/** The route is for the bearer of a job's SCIM token. */
export const JobTokenRoute = () => SetMetadata<string, RouteAccess>(routeAccess, { kind: 'job-token' });
