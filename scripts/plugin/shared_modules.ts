import type { Plugin } from 'esbuild';

/**
 * Packages that Kibana loads once for all plugins, and the member of `window.__kbnSharedDeps__` that holds each. All of
 * them are shared by 8.12 and by every version after it.
 */
export const SHARED_MODULES: Readonly<Record<string, string>> = {
  // Two copies in one page break: hooks belong to one React, contexts of router, queries and theme to one module.
  react: 'React',
  'react-dom': 'ReactDom',
  'react-router-dom': 'ReactRouterDom',
  history: 'History',
  '@tanstack/react-query': 'ReactQuery',
  '@emotion/react': 'EmotionReact',
  '@emotion/cache': 'EmotionCache',
  // Kibana's theme reaches these through contexts, too; and they are large.
  '@elastic/eui': 'ElasticEui',
  '@elastic/charts': 'ElasticCharts',
  // Kibana sets time zone and locale on this one.
  moment: 'Moment',
  // The same copy: Kibana's moment carries the zones.
  'moment-timezone': 'Moment',
  // Observables of core are its own.
  rxjs: 'Rxjs',
  // Only to keep the bundle small.
  '@elastic/datemath': 'KbnDatemath',
  classnames: 'Classnames',
  lodash: 'Lodash',
  // It holds the translations of the language that Kibana is set to.
  '@kbn/i18n': 'KbnI18n',
};

const NAMES = Object.keys(SHARED_MODULES).map((name) => name.replaceAll('/', '\\/'));
const MEMBER_PREFIX = 'kibana-shared:';

/** Both say the same; Kibana shares neither. */
const JSX_RUNTIMES = /^(?:@emotion\/react|react)\/jsx-runtime$/;

/**
 * Sends imports of shared packages to Kibana's own copies, and the automatic JSX of the compiler to a runtime of ours.
 * A part of a shared package, such as `lodash/get`, stops the build: it would become a second copy.
 *
 * @param late - Exports that are read when they are used, by member: for a bundle that may touch nothing of the page while it
 * loads. It can use no others of that member.
 */
export function useSharedModules({
  jsx_runtime,
  late = {},
}: {
  readonly jsx_runtime: string;
  readonly late?: Readonly<Record<string, readonly string[]>>;
}): Plugin {
  return {
    name: 'kibana-shared-modules',
    setup(build) {
      build.onResolve({ filter: JSX_RUNTIMES }, () => ({ path: jsx_runtime }));
      build.onResolve({ filter: new RegExp(`^(?:${NAMES.join('|')})$`) }, ({ path }) => ({
        path,
        namespace: 'kibana-shared',
        sideEffects: false, // an import that nothing uses must read nothing
      }));
      build.onResolve({ filter: new RegExp(`^(?:${NAMES.join('|')})\\/`) }, ({ path, importer }) => ({
        errors: [
          { text: `Kibana does not share ${path}, which ${importer} imports: import the whole package.` },
        ],
      }));
      build.onResolve({ filter: new RegExp(`^${MEMBER_PREFIX}`) }, ({ path }) => ({
        path: path.slice(MEMBER_PREFIX.length),
        namespace: 'kibana-shared-member',
        sideEffects: false,
      }));
      // The detour over a module of its own gives `import moment from 'moment'` what webpack gives it in Kibana:
      // `default` if the member says that it was an ES module, else the member itself. Our own sources are
      // `"type": "module"`, for which esbuild, like Node, would always give the member itself.
      build.onLoad({ filter: /.*/, namespace: 'kibana-shared' }, ({ path }) => {
        const member = JSON.stringify(`${MEMBER_PREFIX}${SHARED_MODULES[path]!}`);
        return { contents: `export * from ${member}; export { default } from ${member};` };
      });
      build.onLoad({ filter: /.*/, namespace: 'kibana-shared-member' }, ({ path }) => {
        const member = `window.__kbnSharedDeps__.${path}`;
        const getters = late[path]?.map((name) => `get ${name}() { return ${member}.${name}; }`);
        return {
          contents: `module.exports = ${getters ? `{ __esModule: true, ${getters.join(', ')} }` : member};`,
        };
      });
    },
  };
}
