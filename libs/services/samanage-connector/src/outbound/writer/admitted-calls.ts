import { reach } from '@waybill/event-log';
import type { Admission } from '../budget/admission';
import type { RateBudget } from '../budget/rate-budget';
import type { Calls, Licence } from '../api/calls';
import type { Answer, ApiRequest, Method } from '../api/exchange';
import { SamanageFailure, succeeded } from '../api/samanage-failure';
import type { SamanageTransport } from '../api/samanage-transport';

/** Hears what became of each call; no failure where it succeeded. */
export type Heard = (method: Method, failure?: SamanageFailure) => void;

export interface AdmittedCallsOptions {
  readonly transport: SamanageTransport;
  readonly budget: RateBudget;
  readonly urgent: boolean;
  /** Ends the waiting for a call that was not made. */
  readonly signal: AbortSignal;
  readonly heard: Heard;
}

/**
 * Calls within the account's rate budget: first the leave to call, then the licence to write, then the socket.
 * Throws `BudgetClosed` where a call was not made because the waiting ended.
 */
export function admittedCalls(options: AdmittedCallsOptions): Calls {
  return {
    read: (path) => admitted(options, { method: 'GET', path }, () => Promise.resolve()),
    write: (request, licence) => admitted(options, request, licence),
  };
}

async function admitted(options: AdmittedCallsOptions, request: ApiRequest, licence: Licence): Promise<Answer> {
  const admission = await options.budget.admit(options.urgent, options.signal);
  try {
    await licence();
  } catch (error) {
    admission.notMade();
    throw error;
  }
  if (request.method !== 'GET') reach('work.calling');
  const answer = await exchanged(options, request, admission);
  try {
    const success = succeeded(request, answer);
    options.heard(request.method);
    return success;
  } catch (error) {
    if (error instanceof SamanageFailure) options.heard(request.method, error);
    throw error;
  }
}

async function exchanged(
  { transport, heard }: AdmittedCallsOptions,
  request: ApiRequest,
  admission: Admission,
): Promise<Answer> {
  try {
    const answer = await transport.exchange(request);
    admission.answered(answer);
    return answer;
  } catch (error) {
    admission.failed();
    if (error instanceof SamanageFailure) heard(request.method, error);
    throw error;
  }
}
