import type { Answer, ApiRequest } from './exchange';
import { succeeded } from './samanage-failure';
import type { SamanageTransport } from './samanage-transport';

/** What is run last before a write leaves; it throws when the write may not be sent (any more). */
export type Licence = () => Promise<void>;

/** The two kinds of calls: whoever writes has to bring a licence. Both throw a `SamanageFailure`. */
export interface Calls {
  read(path: string): Promise<Answer>;
  write(request: ApiRequest, licence: Licence): Promise<Answer>;
}

/** Calls that nothing holds back, as an admin's test of a connection makes them. */
export const directCalls = (transport: SamanageTransport): Calls => ({
  read: async (path) => {
    const request = { method: 'GET', path } as const;
    return succeeded(request, await transport.exchange(request));
  },
  write: async (request, licence) => {
    await licence();
    return succeeded(request, await transport.exchange(request));
  },
});
