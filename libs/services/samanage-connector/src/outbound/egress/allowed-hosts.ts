/** Where a call goes, as `URL` tells it. */
export type Destination = Pick<URL, 'protocol' | 'hostname' | 'port'>;

interface AllowedHost extends Pick<Destination, 'hostname' | 'port'> {
  /** `*.domain`: any name below it, and not itself. */
  readonly below: boolean;
}

/** Reads a list of `host`, `*.domain`, `host:port`. */
export function readAllowedHosts(list: string): readonly AllowedHost[] {
  return list.split(',').map((entry) => {
    const below = entry.trim().startsWith('*.');
    const { hostname, port } = new URL(`https://${entry.trim().replace(/^\*\./, '')}`);
    return { hostname, port, below };
  });
}

/** Whether a host is on the list, with the port it is asked at. */
export const isListed = (allowed: readonly AllowedHost[], { hostname, port }: Destination): boolean =>
  allowed.some(
    (each) => each.port === port && (each.below ? hostname.endsWith(`.${each.hostname}`) : hostname === each.hostname),
  );
