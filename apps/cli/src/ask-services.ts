import { ApiError } from './failures';
import type { Service } from './service-names';

/** What services answered, in their order; `answers` is undefined where none did. */
export interface ServiceAnswers<T> {
  readonly answers: readonly T[] | undefined;
  /** Names the services that did not answer, if there are any. */
  readonly failure: ApiError | undefined;
}

interface Failed {
  readonly service: Service;
  readonly message: string;
}

/**
 * Asks services side by side, and waits for all.
 *
 * @throws whatever `ask` throws that is no ApiError
 */
export async function askServices<T>(
  services: readonly Service[],
  ask: (service: Service) => Promise<readonly T[]>,
): Promise<ServiceAnswers<T>> {
  const results = await Promise.all(services.map((service) => answersOrFailed(service, ask)));
  const answered = results.flatMap((result) => ('answers' in result ? [result.answers] : []));
  const failed = results.filter((result) => 'message' in result);
  return {
    answers: answered.length > 0 ? answered.flat() : undefined,
    failure: failed.length > 0 ? failureOf(failed, services.length) : undefined,
  };
}

async function answersOrFailed<T>(
  service: Service,
  ask: (service: Service) => Promise<readonly T[]>,
): Promise<{ answers: readonly T[] } | Failed> {
  try {
    return { answers: await ask(service) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { service, message: error.message };
  }
}

/** One line for each message, with the services it is of unless it is all of them. */
function failureOf(failed: readonly Failed[], asked: number): ApiError {
  const lines = [...Map.groupBy(failed, ({ message }) => message)].map(([message, alike]) =>
    alike.length === asked ? message : `${alike.map(({ service }) => service).join(', ')}: ${message}`,
  );
  return new ApiError(lines.join('\n'));
}
