import type { FastifyRequest } from 'fastify';

const tag = /^\s*(?:W\/)?"([^"]*)"\s*$/;

/** The versions in a list of ETags, weak or strong (RFC 9110 §8.8.3); a text that is none names no version. */
const versionsIn = (list: string): string[] => list.split(',').map((each) => tag.exec(each)?.[1] ?? '');

/** The versions that a text asks for, as `If-Match` writes them; null where there is none. */
export function versionsOf(header: string | undefined): readonly string[] | '*' | null {
  if (header === undefined) return null;
  return header.trim() === '*' ? '*' : versionsIn(header);
}

/** The versions that `If-Match` asks for; null where it does not (RFC 7644 §3.14). */
export const ifMatchOf = ({ headers }: FastifyRequest): readonly string[] | '*' | null =>
  versionsOf(headers['if-match']);

/** Whether the client has this version already, as `If-None-Match` says. */
export function isKnownToClient({ headers }: FastifyRequest, version: number): boolean {
  const known = versionsOf(headers['if-none-match']);
  return known === '*' || known?.includes(String(version)) === true;
}
