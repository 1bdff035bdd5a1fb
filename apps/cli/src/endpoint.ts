import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ApiError, UsageError } from './failures';

/** A management API, and the token to ask it with. */
export interface Endpoint {
  /** Without a slash at its end. */
  readonly url: string;
  readonly token: string;
}

/** The options of the command line that name a server. */
export interface EndpointOptions {
  readonly url?: string;
  readonly token?: string;
  readonly endpoints?: string;
}

const writtenAtStart = z.object({ api: z.object({ baseUrl: z.string(), token: z.string() }) });

const defaultFile = '.waybill/endpoints.json';

/**
 * The server that options and environment name. An option counts more than the environment, and so does a file that
 * was named; the default file counts where neither says anything.
 *
 * @throws UsageError where a part is missing or no such thing, ApiError where the file is not there
 */
export function endpointOf(
  options: EndpointOptions,
  environment: Readonly<Record<string, string | undefined>>,
): Endpoint {
  if (options.endpoints) return checked({ ...endpointIn(options.endpoints), ...given(options) });
  const { url, token } = {
    ...given({ url: environment.WAYBILL_URL, token: environment.WAYBILL_TOKEN }),
    ...given(options),
  };
  if (!url && !token) return checked(endpointIn(defaultFile));
  if (!url) throw new UsageError('a token needs an address: --url or WAYBILL_URL');
  if (!token) throw new UsageError('an address needs a token: --token or WAYBILL_TOKEN');
  return checked({ url, token });
}

/** The parts that are there; an empty text is none. */
const given = ({ url, token }: Partial<Endpoint>): Partial<Endpoint> => ({
  ...(url && { url }),
  ...(token && { token }),
});

function checked({ url, token }: Endpoint): Endpoint {
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username || parsed.search) {
    throw new UsageError('the address is no base URL such as http://127.0.0.1:8080');
  }
  if (!/^[\x21-\x7e]+$/.test(token)) throw new UsageError('the token holds characters that no token has');
  return { url: `${parsed.origin}${parsed.pathname}`.replace(/\/+$/, ''), token };
}

function endpointIn(file: string): Endpoint {
  const { api } = parsedEndpoints(file, textOf(file));
  return { url: api.baseUrl, token: api.token };
}

/** A running Waybill keeps the file, so where there is none nothing answers. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw new UsageError(`${file} cannot be read (${code})`);
    throw new ApiError(`there is no ${file}, so nothing is up here; --url and --token ask elsewhere`);
  }
}

function parsedEndpoints(file: string, text: string): z.infer<typeof writtenAtStart> {
  try {
    return writtenAtStart.parse(JSON.parse(text));
  } catch {
    throw new UsageError(`${file} does not say where a management API answers (api.baseUrl, api.token)`);
  }
}
