/** A SCIM resource as the directory service tells it: what is assigned, under the schema's names. */
export type Resource = Readonly<Record<string, unknown>>;
