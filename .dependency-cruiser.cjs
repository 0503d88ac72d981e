const STAGES = '^ml-service/src/(ingest|parse|detect|classify|correlate|alert|store)/';

/** The architecture as rules: see docs/architecture.md. @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'stages-are-pure',
      comment: 'A stage is input, configuration and state: no clock, no logger, no network, no file.',
      severity: 'error',
      from: { path: STAGES },
      to: { pathNot: [STAGES, '^common/', 'node_modules/zod/'] },
    },
    {
      name: 'common-stands-alone',
      comment: 'Everyone imports common; it imports zod only.',
      severity: 'error',
      from: { path: '^common/' },
      to: { pathNot: ['^common/', 'node_modules/zod/'] },
    },
    {
      name: 'service-knows-no-kibana',
      severity: 'error',
      from: { path: '^ml-service/' },
      to: { path: '^(public|server|demo|test)/' },
    },
    {
      name: 'kibana-behind-its-facade',
      comment: "Kibana's types and shared modules appear only in public/kibana and server/kibana.",
      severity: 'error',
      from: { path: '^(public|server)/', pathNot: '^(public|server)/kibana/' },
      to: { path: '(^|/)@kbn/|^kibana/' },
    },
    {
      name: 'plugin-knows-no-service-internals',
      severity: 'error',
      from: { path: '^(public|server)/' },
      to: { path: '^(ml-service|demo|test)/' },
    },
    {
      name: 'no-orphan-dependency',
      comment: "@kbn/config-schema is Kibana's own and not on npm.",
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^@kbn/config-schema$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.json'] },
  },
};
