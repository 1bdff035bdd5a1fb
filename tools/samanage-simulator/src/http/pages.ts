const defaultPage = 25;
const largestPage = 100;

/** A page of a list with its headers (samanage-api.md §2.6). */
export function pageOf<Row>(
  rows: readonly Row[],
  query: URLSearchParams,
  url: string,
): { rows: readonly Row[]; headers: Record<string, string> } {
  const perPage = Math.min(largestPage, positive(query.get('per_page')) ?? defaultPage);
  const page = positive(query.get('page')) ?? 1;
  const pages = Math.max(1, Math.ceil(rows.length / perPage));
  const link = (to: number, rel: string) => {
    const target = new URL(url);
    target.searchParams.set('page', String(to));
    return `<${target.href}>; rel="${rel}"`;
  };
  const links = [
    link(1, 'first'),
    ...(page > 1 ? [link(page - 1, 'prev')] : []),
    ...(page < pages ? [link(page + 1, 'next')] : []),
    link(pages, 'last'),
  ];
  return {
    rows: rows.slice((page - 1) * perPage, page * perPage),
    headers: {
      'X-Total-Count': String(rows.length),
      'X-Total-Pages': String(pages),
      'X-Per-Page': String(perPage),
      'X-Current-Page': String(page),
      Link: links.join(', '),
    },
  };
}

const positive = (text: string | null): number | undefined => {
  const number = Number.parseInt(text ?? '', 10);
  return number > 0 ? number : undefined;
};
