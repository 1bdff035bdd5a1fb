import { z } from 'zod';
import type { ConnectorPage } from '../domain/connector-reads';

/** A text that PostgreSQL can keep. */
export const plainText = z.string().regex(/^[^\0]*$/, 'a text has no NUL');

/** What a list is searched for; an empty text says nothing. */
export const searchText = plainText
  .trim()
  .max(300)
  .nullish()
  .transform((text) => text || null);

const largestPage = 1_000;

/** The parameters by which lists are asked for page by page, as Graph names them. */
export const pageQuery = z.object({
  $top: z.coerce.number().int().min(1).max(largestPage).default(100),
  $skiptoken: z.uuid().nullish(),
});

type PageQuery = z.infer<typeof pageQuery>;

/** The page that is asked for. */
export const pageIn = ({ $top: limit, $skiptoken }: PageQuery): ConnectorPage => ({ after: $skiptoken ?? null, limit });

interface ListPage<Row> {
  /** The list's path below the host. */
  readonly path: string;
  readonly value: readonly Row[];
  /** What comes after a row. */
  readonly tokenOf: (row: Row) => string;
}

/** A page as it is answered; a full one says where the next begins, with what else was asked for. */
export function listPage<Row>(
  { path, value, tokenOf }: ListPage<Row>,
  asked: PageQuery & Readonly<Record<string, unknown>>,
): object {
  const last = value.at(-1);
  if (value.length < asked.$top || !last) return { value };
  const said = Object.entries({ ...asked, $skiptoken: tokenOf(last) }).filter(([, each]) => each !== null);
  const next = new URLSearchParams(said.map(([name, each]): [string, string] => [name, String(each)]));
  return { value, '@odata.nextLink': `${path}?${next.toString()}` };
}
