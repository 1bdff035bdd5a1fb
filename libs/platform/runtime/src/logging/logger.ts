import { trace } from '@opentelemetry/api';
import { type DestinationStream, type Logger, pino } from 'pino';
import type { LoggerService } from '@nestjs/common';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** Names under which secrets and personal data travel; their values never reach a line, at any depth we log. */
const sensitive = [
  'authorization',
  'x-samanage-authorization',
  'cookie',
  'token',
  'password',
  'secret',
  'userName',
  'email',
  'displayName',
  'resource',
  'account',
];

const redacted = sensitive.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]);

/** What is told of an error: not what hangs on it, such as a connection with all that was sent over it. */
function shownError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error ? { code: String(error.code) } : {};
  return { type: error.name, message: error.message, ...code, stack: error.stack };
}

/** Leads from a line to the trace of the work that wrote it. */
function traceId(): object {
  const span = trace.getActiveSpan();
  return span ? { trace_id: span.spanContext().traceId } : {};
}

/** JSON lines, one an occurrence; errors with their stack, sensitive members as `[redacted]`. */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    redact: { paths: redacted, censor: '[redacted]' },
    base: undefined,
    mixin: traceId,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: shownError },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Lets Nest write to our log; what it tells of its own start is for those who debug. */
export function nestLogger(logger: Logger): LoggerService {
  const write =
    (level: 'debug' | 'warn' | 'error' | 'fatal') =>
    (message: unknown, ...context: unknown[]) =>
      logger[level]({ context: context.at(-1) }, String(message));
  return { log: write('debug'), warn: write('warn'), error: write('error'), fatal: write('fatal') };
}
