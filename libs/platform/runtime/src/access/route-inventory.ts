import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ModulesContainer } from '@nestjs/core';
import { type RouteAccess, routeAccess } from './route-access';

/** A route of an application, and who may call it. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly access: RouteAccess | undefined;
}

type Handler = (...args: never[]) => unknown;

/** All routes that controllers declare. */
export function routesOf(app: NestFastifyApplication): Route[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype }) => (typeof metatype === 'function' ? routesOfController(metatype) : []));
}

function routesOfController(controller: { prototype?: object } & object): Route[] {
  const prototype = (controller.prototype ?? {}) as Record<string, unknown>;
  const base = pathOf(controller);
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    if (typeof handler !== 'function' || name === 'constructor') return [];
    const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
    if (method === undefined) return [];
    const path = `/${base}/${pathOf(handler)}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
    return [{ method: RequestMethod[method], path, access: accessOf(handler as Handler, controller) }];
  });
}

const pathOf = (target: object): string => (Reflect.getMetadata(PATH_METADATA, target) as string | undefined) ?? '';

const accessOf = (handler: Handler, controller: object): RouteAccess | undefined =>
  (Reflect.getMetadata(routeAccess, handler) ?? Reflect.getMetadata(routeAccess, controller)) as
    RouteAccess | undefined;

/** @throws Error that names every route nobody was named for, or a management route that needs no role */
export function assertRoutesHaveAccess(routes: readonly Route[]): void {
  const open = routes.filter(({ path, access }) => !access || (path.startsWith('/v1.0') && access.kind !== 'role'));
  if (open.length === 0) return;
  const names = open.map(({ method, path }) => `${method} ${path}`).join(', ');
  throw new Error(`these routes do not say which role they need: ${names}`);
}
