/** Layers inside a service are folders; each may import what stands below it (docs/structure.md). */
const forbid = (folder, patterns) => ({
  files: [`libs/services/*/src/${folder}/**/*.ts`],
  ignores: ['**/*.spec.ts'],
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

const layer = (folder, message) => ({ regex: `(^|/)\\.\\./.*${folder}(/|$)|(^|/)${folder}(/|$)`, message });

const pure = {
  regex: '^(@nestjs/|typeorm|pg$|kafkajs|undici|pino|node:|@waybill/(event-log|messaging|runtime|service-host))',
  message: 'A decider knows no Nest, no SQL, no clock and no I/O; the command brings what it needs.',
};

/** Another Kafka client takes the place of one folder. */
const oneKafkaClient = {
  files: ['libs/**/src/**/*.ts'],
  ignores: ['**/*.spec.ts', '**/src/testing/**', 'libs/testing/**', 'libs/platform/messaging/src/kafka/kafkajs/**'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        paths: [{ name: 'kafkajs', message: 'kafkajs is known to messaging/src/kafka/kafkajs alone; see broker.ts.' }],
      },
    ],
  },
};

export const layerRules = [
  oneKafkaClient,
  forbid('domain', [
    pure,
    layer('inbound', 'domain/ imports no other layer.'),
    layer('read-models', 'domain/ imports no other layer.'),
    layer('outbound', 'domain/ imports no other layer.'),
  ]),
  forbid('inbound', [
    layer('read-models', 'inbound/ asks read models over the QueryBus.'),
    layer('outbound', 'inbound/ never calls the outside.'),
  ]),
  forbid('read-models', [
    layer('inbound', 'read-models/ follow the log, not the requests.'),
    layer('outbound', 'read-models/ do no I/O of their own.'),
  ]),
];
