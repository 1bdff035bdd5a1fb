import type { Command } from 'commander';
import { ApiClient } from './api-client';
import { askServices } from './ask-services';
import { type EndpointOptions, endpointOf } from './endpoint';
import type { Invocation } from './invocation';
import type { Service } from './service-names';

/** How the lines of a terminal are made of the answers. */
export type Lines<T> = (answers: readonly T[]) => readonly string[];

/** What every command works with: the server it asks, and the form in which it answers. */
export class Session {
  constructor(
    private readonly program: Command,
    private readonly invocation: Invocation,
  ) {}

  /**
   * The API of the server that the options and the environment name.
   *
   * @throws UsageError where they do not name one, ApiError where the server's file of endpoints is not there
   */
  api(): ApiClient {
    return new ApiClient(endpointOf(this.program.opts<EndpointOptions>(), this.invocation.environment));
  }

  /**
   * Asks services side by side and shows what was answered, as a collection in JSON, also where one did not answer.
   *
   * @throws ApiError that names those that did not
   */
  async showEach<T extends object>(
    services: readonly Service[],
    ask: (service: Service) => Promise<readonly T[]>,
    lines: Lines<T>,
  ): Promise<void> {
    const { answers, failure } = await askServices(services, ask);
    if (answers) this.show({ value: answers }, () => lines(answers));
    if (failure) throw failure;
  }

  /** Writes an answer: as it is with `--json`, otherwise as lines. */
  show(answer: object, lines: () => readonly string[]): void {
    const { json } = this.program.opts<{ json?: boolean }>();
    const text = json ? JSON.stringify(answer, null, 2) : lines().join('\n');
    this.invocation.output.out(`${text}\n`);
  }
}
