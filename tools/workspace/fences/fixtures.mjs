/**
 * One import for each fence, that must fail lint, and where it would stand. A fence without a failing import is no
 * fence. `allowed` imports stand in the same places and must pass, so that nothing fails for another reason.
 */
const boundary = '@nx/enforce-module-boundaries';
const layer = 'no-restricted-imports';
const service = (name) => `libs/services/${name}/src`;

export const forbidden = [
  { at: 'apps/all-in-one/src', imports: 'typeorm', rule: boundary },
  { at: 'apps/all-in-one/src', imports: 'kafkajs', rule: boundary },
  { at: 'apps/all-in-one/src', imports: 'pg', rule: boundary },
  { at: 'apps/all-in-one/src', imports: '@waybill/samanage-simulator', rule: boundary },
  { at: 'tools/samanage-simulator/src', imports: '@waybill/scim-ingress', rule: boundary },
  { at: 'tools/samanage-simulator/src', imports: '@waybill/event-log', rule: boundary },
  { at: 'tools/bench/src', imports: '@waybill/mapping', rule: boundary },
  { at: service('mapping'), imports: 'kafkajs', rule: boundary },
  { at: service('mapping'), imports: '@waybill/scim-ingress', rule: boundary },
  { at: service('scim-ingress'), imports: '@waybill/audit-log', rule: boundary },
  { at: service('samanage-connector'), imports: '@waybill/samanage-simulator', rule: boundary },
  { at: service('audit-log'), imports: '@waybill/testing', rule: boundary },
  { at: 'libs/platform/event-log/src', imports: '@waybill/mapping', rule: boundary },
  { at: 'libs/platform/messaging/src', imports: '@waybill/scim', rule: boundary },
  { at: 'libs/platform/messaging/src/kafka', imports: 'kafkajs', rule: layer },
  ...['@nestjs/common', 'typeorm', 'kafkajs', 'pg', '@waybill/event-log', '@waybill/scim'].map((imports) => ({
    at: 'libs/contracts/src',
    imports,
    rule: boundary,
  })),
  ...['@nestjs/common', 'typeorm', 'kafkajs', 'pg', 'undici', '@waybill/decider', '@waybill/contracts'].map(
    (imports) => ({
      at: 'libs/protocols/scim/src',
      imports,
      rule: boundary,
    }),
  ),
  ...['@nestjs/common', 'typeorm', 'kafkajs', 'pg', 'zod', '@waybill/contracts'].map((imports) => ({
    at: 'libs/platform/decider/src',
    imports,
    rule: boundary,
  })),
  ...['@nestjs/common', 'pg', 'typeorm', 'undici', 'node:fs', '@waybill/event-log', '@waybill/runtime'].map(
    (imports) => ({
      at: `${service('mapping')}/domain`,
      imports,
      rule: layer,
    }),
  ),
  ...['../inbound/any', '../read-models/any', '../outbound/any'].map((imports) => ({
    at: `${service('mapping')}/domain`,
    imports,
    rule: layer,
  })),
  ...['../read-models/any', '../outbound/any'].map((imports) => ({
    at: `${service('mapping')}/inbound`,
    imports,
    rule: layer,
  })),
  ...['../inbound/any', '../outbound/any'].map((imports) => ({
    at: `${service('mapping')}/read-models`,
    imports,
    rule: layer,
  })),
];

export const allowed = [
  { at: 'apps/all-in-one/src', imports: '@waybill/scim-ingress' },
  { at: 'tools/bench/src', imports: '@waybill/event-log' },
  { at: service('mapping'), imports: '@waybill/event-log' },
  { at: `${service('mapping')}/domain`, imports: '@waybill/decider' },
  { at: `${service('mapping')}/inbound`, imports: '../domain/any' },
  { at: 'libs/platform/messaging/src', imports: '@waybill/event-log' },
  { at: 'libs/platform/messaging/src/kafka/kafkajs', imports: 'kafkajs' },
  { at: 'libs/contracts/src', imports: 'zod' },
];
