import { mayWrite } from '../access';
import type { User } from '../account/records';
import type { Simulator } from '../simulator';
import type { Switches } from '../switches';
import type { Answer } from './answer';
import { rateHeaders, throttledAnswer } from './rate-answers';
import { RateWindow } from './rate-window';
import { type Received, writeOf } from './received';

const versions = ['v1', 'v1.1', 'v1.2', 'v1.3', 'v2.0', 'v2.1'];

/** Asks in the order in which a gateway would: outage, authentication, rights, rate, then the form of the request. */
export class Gate {
  private readonly window = new RateWindow();

  constructor(private readonly simulator: Simulator) {}

  /** @returns who calls, or the answer that turns him away (samanage-api.md §5) */
  admit(received: Received): { readonly caller: User } | { readonly refusal: Answer } {
    const { switches, access } = this.simulator;
    if (switches.unavailable) return { refusal: { status: 503, body: 'Service Unavailable' } };
    const caller = access.callerOf(received.headers, switches.basicAuth === 'on');
    // 401 has no body (samanage-api.md §5).
    if (switches.rejectToken || !caller) return { refusal: { status: 401 } };
    if (this.isForbidden(received, caller)) return { refusal: { status: 403, body: { error: 'Forbidden' } } };
    const refusal = this.throttle() ?? versionRefusal(received, switches) ?? bodyRefusal(received, switches);
    return refusal ? { refusal } : { caller };
  }

  /** Headers of every answer, also of those that turn somebody away. */
  headers(): Record<string, string> {
    const { switches } = this.simulator;
    return rateHeaders(switches, this.window.look(switches.ratePerMinute, switches.rateWindowMs));
  }

  private isForbidden(received: Received, caller: User): boolean {
    return this.simulator.switches.forbid || (writeOf(received) !== undefined && !mayWrite(caller));
  }

  private throttle(): Answer | undefined {
    const { switches, calls } = this.simulator;
    const now = Date.now();
    const window = this.window.take(switches.ratePerMinute, switches.rateWindowMs, now);
    if (window.allowed) return undefined;
    calls.countThrottled();
    return throttledAnswer(switches, window, now);
  }
}

function versionRefusal({ headers }: Received, { unknownVersion }: Switches): Answer | undefined {
  const [, version] = /vnd\.samanage\.(v[\d.]+)\+/.exec(headers.accept ?? '') ?? [];
  const isUnknown = version !== undefined && !versions.includes(version);
  return isUnknown && unknownVersion === 406 ? { status: 406, body: 'Not Acceptable' } : undefined;
}

function bodyRefusal({ headers, body, isMalformed }: Received, { wrongContentType }: Switches): Answer | undefined {
  if (body === null) return undefined;
  const isJson = (headers['content-type'] ?? '').includes('json');
  if (!isJson && wrongContentType === 415) return { status: 415, body: 'Unsupported Media Type' };
  return isMalformed ? { status: 400, body: { error: 'Bad Request' } } : undefined;
}
