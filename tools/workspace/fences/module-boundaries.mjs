/** Who may import whom: the table of docs/structure.md, as Nx tags. */
const mayImport = {
  'type:app': ['feature', 'platform', 'kernel', 'contract', 'protocol'],
  'type:cli': ['contract', 'protocol', 'platform', 'kernel'],
  // Of the platform, a tool may have the runtime alone.
  'type:tool': ['contract', 'protocol', 'tool-runtime'],
  'type:bench': ['kernel', 'contract', 'protocol', 'platform'],
  'type:feature': ['kernel', 'contract', 'protocol', 'platform'],
  'type:platform': ['kernel', 'contract', 'platform'],
  'type:contract': ['kernel'],
  'type:protocol': [],
  'type:kernel': [],
  'type:testing': ['kernel', 'contract', 'protocol', 'platform', 'feature', 'tool'],
};

const io = ['typeorm', 'kafkajs', 'pg', '@nestjs/*', 'undici', 'fastify', 'pino', 'nestjs-pino'];

const neverImports = {
  'type:app': ['typeorm', 'kafkajs', 'pg'],
  'type:feature': ['kafkajs'],
  'type:contract': io,
  'type:protocol': io,
  'type:kernel': [...io, 'zod'],
};

const tag = (type) => `type:${type}`;

function constraint(sourceTag, { inTests }) {
  // Specs may use what tests are made of: the testing library, and the simulators as the outside.
  const extra = inTests && sourceTag !== 'type:kernel' ? ['testing', 'tool'] : [];
  return {
    sourceTag,
    onlyDependOnLibsWithTags: [...mayImport[sourceTag], ...extra].map(tag),
    ...(neverImports[sourceTag] && !inTests ? { bannedExternalImports: neverImports[sourceTag] } : {}),
  };
}

/** A service knows no other service; they share events alone. */
const services = ['scim-ingress', 'mapping', 'samanage-connector', 'audit-log'].map((name) => ({
  sourceTag: `scope:${name}`,
  onlyDependOnLibsWithTags: ['scope:shared', `scope:${name}`, 'type:tool'],
}));

export const moduleBoundaries = (options) => [
  'error',
  {
    enforceBuildableLibDependency: false,
    allowCircularSelfDependency: false,
    allow: [],
    depConstraints: [...Object.keys(mayImport).map((sourceTag) => constraint(sourceTag, options)), ...services],
  },
];
