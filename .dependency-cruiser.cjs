const SERVICE = '^ml-service/src';
const STAGES = `${SERVICE}/(ingest|parse|detect|classify|correlate|incidents|alert|store)/`;
const SETTINGS = `${SERVICE}/settings/`;
const PORTS = `${SERVICE}/ports/`;
const TASKS = `${SERVICE}/tasks/`;
/** Who may wire: the roots of the program, and those who start it from outside. */
const ROOTS = [`${SERVICE}/commands/`, `${SERVICE}/(cli|compose)\\.ts$`, '^(demo|test|scripts)/'];

/** The architecture as rules: see docs/architecture.md. @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'stages-are-pure',
      comment: 'A stage is input, configuration and state: no clock, no logger, no network, no file.',
      severity: 'error',
      from: { path: STAGES },
      to: { pathNot: [STAGES, SETTINGS, '^common/', 'node_modules/zod/'] },
    },
    {
      name: 'settings-stand-alone',
      comment: 'What can be set of a stage, with its defaults: stages and configuration share it.',
      severity: 'error',
      from: { path: SETTINGS },
      to: { pathNot: [SETTINGS, '^common/', 'node_modules/zod/'] },
    },
    {
      name: 'config-knows-no-stage',
      comment: 'The configuration is read from a file and the environment, by the settings alone.',
      severity: 'error',
      from: { path: `${SERVICE}/config(/|\\.ts$)` },
      to: { path: `${SERVICE}/`, pathNot: [`${SERVICE}/config(/|\\.ts$)`, SETTINGS] },
    },
    {
      name: 'ports-know-stages-only',
      comment: 'A port says what is needed of the world, in the words of the stages.',
      severity: 'error',
      from: { path: PORTS },
      to: { path: `${SERVICE}/`, pathNot: [PORTS, STAGES] },
    },
    {
      name: 'tasks-know-no-adapter',
      severity: 'error',
      from: { path: TASKS },
      to: { path: `${SERVICE}/`, pathNot: [TASKS, PORTS, STAGES] },
    },
    {
      name: 'analyze-knows-stages-only',
      severity: 'error',
      from: { path: `${SERVICE}/analyze/` },
      to: { path: `${SERVICE}/`, pathNot: [`${SERVICE}/analyze/`, STAGES, SETTINGS] },
    },
    {
      name: 'services-know-no-adapter',
      severity: 'error',
      from: { path: `${SERVICE}/service/` },
      to: { path: `${SERVICE}/`, pathNot: [`${SERVICE}/service/`, TASKS, PORTS, STAGES] },
    },
    {
      name: 'adapters-know-nobody-above',
      comment: 'An adapter serves a port; what uses it is told it by who wires them.',
      severity: 'error',
      from: { path: `${SERVICE}/adapters/` },
      to: { path: [`${SERVICE}/(service|commands|analyze)/`, `${SERVICE}/(cli|compose)\\.ts$`] },
    },
    {
      name: 'only-roots-wire',
      severity: 'error',
      from: { pathNot: ROOTS },
      to: { path: [`${SERVICE}/compose\\.ts$`, `${SERVICE}/commands/`] },
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
      comment: "What is Kibana's own is not on npm.",
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^@kbn/(config-schema|core-status-common|i18n)$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.json'] },
  },
};
