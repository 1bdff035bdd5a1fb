export type Switches = Readonly<Record<string, string | number>>;

type Json = Readonly<Record<string, unknown>>;

/** What a job changed of its SCIM endpoint: schemas by URN, resource types by name, switches by name. */
export interface EndpointState {
  readonly schemas: Readonly<Record<string, Json>>;
  readonly resourceTypes: Readonly<Record<string, Json>>;
  readonly switches: Switches;
}

export const untouchedEndpoint: EndpointState = { schemas: {}, resourceTypes: {}, switches: {} };
