import { Command as NestCommand, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Command, Decider, DomainEvent } from '@waybill/decider';
import { Injectable, type Provider } from '@nestjs/common';
import type { EventLog } from './event-log';
import { type Instruction, instruct, type StreamAfter } from './handle/submission';
import type { EventMetadata, LoggedEvent } from './logged-event';
import { inChildSpan, SpanKind, traced } from './tracing/spans';

/** What a caller of the command bus learns: the events that followed, and the stream after them. */
export interface Decided<S> extends StreamAfter<S> {
  readonly events: readonly LoggedEvent[];
}

/** A command on its way over the command bus. */
export abstract class LogCommand<S> extends NestCommand<Decided<S>> {
  abstract readonly instruction: Instruction;
  abstract readonly metadata: EventMetadata;
}

/** The class under which a decider's commands travel; made by `commandsOf`, written by nobody. */
export type CommandClass<C extends Command, S> = new (command: C, metadata: EventMetadata) => LogCommand<S>;

/** Makes the command class of a decider: `new UserCommand(command, metadata)` is what the command bus takes. */
export function commandsOf<C extends Command, S, E extends DomainEvent>(decider: Decider<C, S, E>): CommandClass<C, S> {
  return class extends LogCommand<S> {
    readonly instruction: Instruction;

    constructor(
      command: C,
      readonly metadata: EventMetadata,
    ) {
      super();
      this.instruction = instruct(decider, command);
    }
  };
}

/**
 * Makes the handlers of command classes: each submits to the log that `token` names, and throws a refusal as the
 * `DomainError` it is.
 */
export function commandHandlers<C extends Command, S>(token: symbol, commandClass: CommandClass<C, S>): Provider[] {
  @Injectable()
  @CommandHandler(commandClass)
  class Handler implements ICommandHandler<LogCommand<S>> {
    constructor(private readonly log: EventLog) {}

    execute({ instruction, metadata }: LogCommand<S>): Promise<Decided<S>> {
      const span = { kind: SpanKind.INTERNAL, parent: metadata.traceparent };
      return inChildSpan(`command ${instruction.command.type}`, span, () => this.decide(instruction, traced(metadata)));
    }

    private async decide(instruction: Instruction, metadata: EventMetadata): Promise<Decided<S>> {
      const handled = await this.log.submit({ instructions: [instruction], metadata, lane: 'live' });
      if (handled.kind === 'refused') throw handled.error;
      if (handled.kind !== 'handled') throw new Error(`a command cannot be ${handled.kind}`);
      return { ...(handled.streams[0] as StreamAfter<S>), events: handled.events };
    }
  }
  return [{ provide: Handler, useFactory: (log: EventLog) => new Handler(log), inject: [token] }];
}
