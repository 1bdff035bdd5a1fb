import {
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  Injectable,
  UnauthorizedException,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { type AccessToken, AccessTokens, type Role } from './access-tokens';
import { type RouteAccess, routeAccess } from './route-access';

const principals = new WeakMap<FastifyRequest, AccessToken>();

/** Who makes a request; known on routes that need a role. */
export const principalOf = (request: FastifyRequest): AccessToken | undefined => principals.get(request);

/** Lets nobody in whom the route does not name; a route that names nobody is closed. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: AccessTokens,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.getAllAndOverride<RouteAccess | undefined>(routeAccess, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (!access) throw new ForbiddenException('This route is open to nobody.');
    if (access.kind !== 'role') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const token = this.tokens.find(request.headers.authorization);
    if (!token) throw new UnauthorizedException('Access token is missing, malformed or not known.');
    if (!mayActAs(token.role, access.role)) throw new ForbiddenException(`This needs the role ${access.role}.`);
    principals.set(request, token);
    return true;
  }
}

const mayActAs = (held: Role, needed: Role): boolean => held === needed || held === 'admin';
