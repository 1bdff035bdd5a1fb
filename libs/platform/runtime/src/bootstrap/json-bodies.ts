import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** The largest body that is read; a larger one is refused with 413 before it is parsed. */
export const bodyLimitBytes = 5 * 1024 * 1024;

/** A body that is not JSON. */
export class MalformedJson extends Error {
  readonly statusCode = 400;
  readonly code = 'MALFORMED_JSON';
}

const jsonTypes = ['application/json', 'application/scim+json'];

/**
 * Reads JSON under both of its names. A body that cannot be read becomes a `MalformedJson`, which each protocol tells
 * in its own form; keys that would reach into an object's prototype are refused in the same way.
 */
export function acceptJson(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(jsonTypes, { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, parse(body as string));
    } catch (error) {
      done(error as Error, undefined);
    }
  });
}

function parse(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    throw new MalformedJson(`The body is not JSON: ${(error as Error).message}`);
  }
}
