import type { DynamicModule } from '@nestjs/common';
import type { SchemaDefinition } from '@waybill/event-log';
import type { ConfigPart } from '@waybill/runtime';
import type { ServiceDefinition } from '../service-definition';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Hears of what failed and is tried again. */
export type OnError = (error: unknown) => void;

/** A service as an app runs it: one module, its schema, and the settings that are its own. */
export interface SeparateService {
  readonly name: string;
  readonly schema: SchemaDefinition;
  readonly config: readonly ConfigPart[];
  definition(environment: Environment, onError: OnError): ServiceDefinition;
  module(environment: Environment, onError: OnError): DynamicModule;
}
