import type { ResourceTypeDefined, SchemaUploaded, SwitchesSet } from '@waybill/contracts';
import { type Command, type Decider, DomainError } from '@waybill/decider';
import { parseResourceType, parseSchema, type Schema, switches as knownSwitches } from '@waybill/scim';
import { refusing } from '../scim-refusal';
import { type EndpointState, type Switches, untouchedEndpoint } from './endpoint-state';
import { jobEndpoint } from './job-endpoint';
import { assertCompatible } from './schema-evolution';

export type EndpointEvent = SchemaUploaded | ResourceTypeDefined | SwitchesSet;

export type EndpointCommand = Command &
  /** As RFC 7643 §7 writes it. */
  (
    | { readonly type: 'upload-schema'; readonly schema: unknown }
    /** As RFC 7643 §6 writes it. */
    | { readonly type: 'define-resource-type'; readonly resourceType: unknown }
    /** Those that are named; the others stay as they are. */
    | { readonly type: 'set-switches'; readonly switches: Switches }
  );

export const endpointStream = (jobId: string): string => `endpoint-${jobId}`;

const mostSchemas = 50;

/** What a job's SCIM endpoint understands, and how lenient it is. */
export const endpoint: Decider<EndpointCommand, EndpointState, EndpointEvent> = {
  name: 'endpoint',
  stream: ({ jobId }) => endpointStream(jobId),
  initialState: () => untouchedEndpoint,
  evolve: (state, { type, data }) => {
    switch (type) {
      case 'directory.schema-uploaded':
        return { ...state, schemas: { ...state.schemas, [keyOf(data.schema.id)]: data.schema } };
      case 'directory.resource-type-defined':
        return {
          ...state,
          resourceTypes: { ...state.resourceTypes, [keyOf(data.resourceType.name)]: data.resourceType },
        };
      case 'directory.switches-set':
        return { ...state, switches: { ...state.switches, ...data.switches } };
    }
  },
  decide: (command, state) => {
    const events = refusing(() => decided(command, state));
    const after = events.reduce((before, event) => endpoint.evolve(before, event), state);
    // All must fit together: types need their schemas, and names and endpoints are taken once.
    if (events.length > 0) refusing(() => jobEndpoint(after, 0));
    return events;
  },
};

const keyOf = (name: unknown): string => String(name).toLowerCase();

function decided(command: EndpointCommand, state: EndpointState): EndpointEvent[] {
  switch (command.type) {
    case 'upload-schema':
      return upload(command.schema, state);
    case 'define-resource-type': {
      const resourceType = { ...parseResourceType(command.resourceType) };
      const isKnown = JSON.stringify(state.resourceTypes[keyOf(resourceType.name)]) === JSON.stringify(resourceType);
      return isKnown ? [] : [{ type: 'directory.resource-type-defined', data: { resourceType } }];
    }
    case 'set-switches':
      return set(command.switches, state);
  }
}

function upload(given: unknown, { schemas }: EndpointState): EndpointEvent[] {
  const schema = parseSchema(given);
  const before = schemas[keyOf(schema.id)];
  if (before) assertCompatible(parseSchema(before), schema);
  else if (Object.keys(schemas).length >= mostSchemas) {
    throw new DomainError('invalid', 'scim-ingress.too-many-schemas', `A job may have ${mostSchemas} schemas.`);
  }
  const isKnown = before && JSON.stringify(before) === JSON.stringify(schema);
  return isKnown ? [] : [{ type: 'directory.schema-uploaded', data: { schema: asJson(schema) } }];
}

const asJson = (schema: Schema): Record<string, unknown> => ({ ...schema });

const mostRequestsPerSecond = 1_000_000;

function set(given: Switches, { switches }: EndpointState): EndpointEvent[] {
  for (const [name, value] of Object.entries(given)) assertSwitch(name, value);
  const changed = Object.entries(given).filter(([name, value]) => switches[name] !== value);
  return changed.length > 0
    ? [{ type: 'directory.switches-set', data: { switches: Object.fromEntries(changed) } }]
    : [];
}

function assertSwitch(name: string, value: string | number): void {
  if (name === 'requestsPerSecond') {
    const fits = Number.isInteger(value) && Number(value) >= 1 && Number(value) <= mostRequestsPerSecond;
    if (fits) return;
    throw invalidSwitch(`"requestsPerSecond" takes a whole number from 1 to ${mostRequestsPerSecond}.`);
  }
  const known = Object.entries(knownSwitches).find(([each]) => each === name)?.[1];
  const names = [...Object.keys(knownSwitches), 'requestsPerSecond'].join(', ');
  if (!known) throw invalidSwitch(`There is no switch "${name.slice(0, 100)}"; there are ${names}.`);
  if ((known.values as readonly unknown[]).includes(value)) return;
  throw invalidSwitch(`"${name}" takes ${known.values.join(' or ')}.`);
}

const invalidSwitch = (message: string) => new DomainError('invalid', 'scim-ingress.switch-invalid', message);
