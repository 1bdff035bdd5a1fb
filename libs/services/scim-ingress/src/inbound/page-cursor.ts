import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { badRequest } from '@waybill/scim';
import type { PlaceInOrder } from '../domain/resources/directory-resource';

/** How long a cursor may be used (RFC 9865 §2). */
export const cursorSeconds = 600;

/** What a cursor belongs to: another question cannot use it. */
export interface CursorQuestion {
  readonly jobId: string;
  /** What is listed and how: the type, the filter, the order, as the client wrote them. */
  readonly asked: string;
  readonly count: number;
}

interface Content extends PlaceInOrder {
  readonly of: string;
  readonly count: number;
  /** Seconds since 1970. */
  readonly until: number;
}

/**
 * Writes the place where a page ended: opaque, of URL-unreserved characters, and nobody else can write one (RFC 9865
 * §2.1).
 *
 * @param now milliseconds since 1970
 */
export function writeCursor(question: CursorQuestion, place: PlaceInOrder, secret: string, now: number): string {
  const until = Math.floor(now / 1_000) + cursorSeconds;
  const content: Content = { ...place, of: digestOf(question), count: question.count, until };
  return signed(Buffer.from(JSON.stringify(content)).toString('base64url'), secret);
}

/**
 * Reads a cursor that was given with an earlier page of the same question.
 *
 * @throws ScimError `invalidCursor`, `expiredCursor`, or `invalidCount` where the page is to have another size
 */
export function readCursor(text: string, question: CursorQuestion, secret: string, now: number): PlaceInOrder {
  const [body = ''] = text.split('.', 1);
  // Written out: what reads as the same bytes is not yet the same cursor.
  const [given, own] = [Buffer.from(text), Buffer.from(signed(body, secret))];
  if (given.length !== own.length || !timingSafeEqual(given, own)) throw invalidCursor();
  const { of, count, until, id, sorted } = JSON.parse(Buffer.from(body, 'base64url').toString()) as Content;
  if (of !== digestOf(question)) throw invalidCursor();
  if (until * 1_000 < now) throw badRequest('expiredCursor', `A cursor may be used for ${cursorSeconds} seconds.`);
  if (count !== question.count) throw badRequest('invalidCount', `The first page was asked for with count=${count}.`);
  return { id, sorted };
}

const invalidCursor = () => badRequest('invalidCursor', 'This is no cursor of an earlier page of this list.');

const digestOf = ({ jobId, asked }: CursorQuestion): string =>
  createHash('sha256').update(`${jobId}\n${asked}`).digest('base64url').slice(0, 22);

function signed(body: string, secret: string): string {
  const signature = createHmac('sha256', secret).update(body).digest().subarray(0, 16);
  return `${body}.${signature.toString('base64url')}`;
}
