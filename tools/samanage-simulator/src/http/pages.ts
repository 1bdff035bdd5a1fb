const defaultPage = 25;
const largestPage = 100;

/** A page of a list: its rows, from one place to before another, and the headers it has. */
export interface Page {
  readonly from: number;
  readonly to: number;
  readonly headers: Record<string, string>;
}

/** Cuts a page out of a list, in the size that is asked for but 100 at most (samanage-api.md §2.6). */
export function pageOf(total: number, url: URL, hasTotalPages: boolean): Page {
  const query = url.searchParams;
  const perPage = Math.min(largestPage, positive(query.get('per_page')) ?? defaultPage);
  const page = positive(query.get('page')) ?? 1;
  const pages = Math.max(1, Math.ceil(total / perPage));
  return {
    from: (page - 1) * perPage,
    to: page * perPage,
    headers: {
      'X-Total-Count': String(total),
      ...(hasTotalPages ? { 'X-Total-Pages': String(pages) } : {}),
      'X-Per-Page': String(perPage),
      'X-Current-Page': String(page),
      Link: linksOf(url, page, pages),
    },
  };
}

function linksOf(url: URL, page: number, pages: number): string {
  const link = (to: number, rel: string) => {
    const target = new URL(url);
    target.searchParams.set('page', String(to));
    return `<${target.href}>; rel="${rel}"`;
  };
  return [
    link(1, 'first'),
    ...(page > 1 ? [link(page - 1, 'prev')] : []),
    ...(page < pages ? [link(page + 1, 'next')] : []),
    link(pages, 'last'),
  ].join(', ');
}

const positive = (text: string | null): number | undefined => {
  const number = Number.parseInt(text ?? '', 10);
  return number > 0 ? number : undefined;
};
