import { HttpException } from '@nestjs/common';
import { DomainError } from '@waybill/decider';
import { httpStatusOf } from './http-status';

/** An error as Microsoft Graph tells it. */
export interface GraphErrorBody {
  readonly error: {
    readonly code: string;
    readonly message: string;
    /** Each thing that was found, where there are several (OData JSON format §21.1). */
    readonly details?: readonly { readonly code: string; readonly target: string; readonly message: string }[];
    readonly innerError: { readonly date: string; readonly 'request-id': string };
  };
}

const codes: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'InvalidAuthenticationToken',
  403: 'Authorization_RequestDenied',
  404: 'Request_ResourceNotFound',
  405: 'Request_BadRequest',
  409: 'Request_Conflict',
  412: 'PreconditionFailed',
  413: 'RequestEntityTooLarge',
  415: 'UnsupportedMediaType',
  429: 'TooManyRequests',
  503: 'ServiceNotAvailable',
};

/** The status and the body in which an error is told; what it was inside of us is never told. */
export function graphError(error: unknown, requestId: string): { status: number; body: GraphErrorBody } {
  const status = statusOf(error);
  const message = status === 500 ? 'An unexpected error occurred.' : messageOf(error);
  const innerError = { date: new Date().toISOString(), 'request-id': requestId };
  const code = codes[status] ?? 'UnknownError';
  const found = error instanceof DomainError ? error.details : [];
  const details = found.map((detail) => ({ code, ...detail }));
  return { status, body: { error: { code, message, ...(details.length > 0 && { details }), innerError } } };
}

/** The HTTP status of anything that can be thrown; 500 for what nobody foresaw. */
export function statusOf(error: unknown): number {
  if (error instanceof DomainError) return httpStatusOf[error.kind];
  if (error instanceof HttpException) return error.getStatus();
  const status: unknown = error instanceof Error && 'statusCode' in error ? error.statusCode : 500;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'The request failed.');
