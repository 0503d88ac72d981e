import { unpackPlugin } from './archive/plugin_folder.ts';
import { translationsOf } from './i18n/translations_of.ts';
import { gatherPage } from './page/page_files.ts';
import { createCore, type ElasticsearchAccess } from './server/core.ts';
import { listen } from './server/http_server.ts';
import { createLogger, type Log } from './server/log.ts';
import { Alerting } from './server/plugins/alerting.ts';
import { FeatureRegistry } from './server/plugins/features.ts';
import { Security } from './server/plugins/security.ts';
import { savedObjectsRoutes } from './server/saved_objects/routes.ts';
import { SavedObjects } from './server/saved_objects/saved_objects.ts';
import { RouteTable } from './server/router.ts';
import { startServerHalf } from './server/server_half.ts';

/** The Kibana that is imitated, unless another is asked for. */
export const KIBANA_VERSION = '8.12.2';

/** What Kibana itself lets whoever opens the page do, as far as the app asks. */
const OTHER_APPS = { discover: { show: true }, dashboard: { show: true } };

/** What to host, and with what. */
export interface HostOptions {
  /** The file that `npm run build:plugin` made. */
  readonly zip: string;
  readonly elasticsearch: ElasticsearchAccess;
  /** Where `log-ai serve` answers: `logAi.service` in kibana.yml. */
  readonly service?: { readonly url: string; readonly token?: string };
  /**
   * With it there are users, as with security switched on in Elasticsearch: each request needs `Authorization`, and reads as whom
   * it names. What they may do in Kibana, by name: `['logAi.read']`.
   */
  readonly users?: Readonly<Record<string, readonly string[]>>;
  /** Without users: what the page offers whoever opens it; by default everything. */
  readonly grants?: readonly string[];
  /** More of what stands below the plugin's name in kibana.yml. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /**
   * What users set in Kibana's advanced settings, as Kibana keeps it: of a setting of type `json`, its text.
   *
   * @example { 'dateFormat:tz': 'America/New_York', 'theme:darkMode': true }
   */
  readonly ui_settings?: Readonly<Record<string, unknown>>;
  /** `i18n.locale` in kibana.yml: `de-DE`. Default English. */
  readonly locale?: string;
  /** `server.basePath` in kibana.yml, with `server.rewriteBasePath`: `/kibana`. Default none. */
  readonly server_base_path?: string;
  /** Spaces besides the one from the beginning, as `GET /api/spaces/space/<id>` knows them. */
  readonly spaces?: readonly string[];
  /** 0, the default, takes any that is free. */
  readonly port?: number;
  /** The version that the host claims to be; the zip must have been built for it. */
  readonly kibana_version?: string;
  /** Gets what Kibana would log; default nobody. */
  readonly log?: Log;
}

/** A page on which the plugin runs. */
export interface Host {
  /** With the server's base path, and without a slash at the end; `/app/logAi` below it is the app. */
  readonly url: string;
  /** What Kibana's status would say of the plugin, e.g. `degraded: …`. */
  status(): string | undefined;
  /** Stops the plugin and the server, and removes what was unpacked. */
  close(): Promise<void>;
}

/**
 * Gives a built plugin what Kibana 8.12 gives it, without Kibana: see README.md beside this file.
 *
 * @throws Error where Kibana would refuse the zip or not start with it
 * @example
 * const { path } = await buildPlugin({ kibana_version: '8.12.2' });
 * const host = await startHost({ zip: path, elasticsearch: { url }, service: { url: service } });
 * await page.goto(`${host.url}/app/logAi`);
 */
export async function startHost({
  zip,
  elasticsearch,
  service,
  users,
  grants,
  settings = {},
  ui_settings = {},
  locale = 'en',
  server_base_path = '',
  spaces = [],
  port = 0,
  kibana_version = KIBANA_VERSION,
  log = () => undefined,
}: HostOptions): Promise<Host> {
  const folder = unpackPlugin({ zip, kibana_version });
  const closing: (() => unknown)[] = [() => folder.remove()];
  const close = async () => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    const { id, server, ui } = folder.manifest;
    if (!ui) throw new Error(`Plugin "${id}" has no browser half: there is nothing to show.`);
    const translations = translationsOf(folder.path, locale);
    const routes = new RouteTable();
    const saved_objects = new SavedObjects();
    const core = createCore({ elasticsearch, routes, saved_objects, server_base_path });
    closing.push(() => core.close());
    const features = new FeatureRegistry(kibana_version);
    const alerting = new Alerting();
    const security = users && new Security({ anonymous: core.anonymous, features, grants: users });
    if (server) {
      const half = await startServerHalf({
        folder,
        settings: { ...settings, ...(service && { service }) },
        core_setup: core.setup,
        translations,
        plugins: {
          alerting: alerting.setup,
          features: features.setup,
          ...(security && { security: security.contract }),
        },
        kibana_version,
        log,
      });
      closing.push(() => half.stop());
    }
    const page = await gatherPage({
      folder,
      kibana_version,
      server_base_path,
      ui_settings,
      translations,
    });
    const listening = await listen({
      page,
      plugin_id: id,
      server_base_path,
      routes: routes.routes,
      // Users would have to be told apart here, too.
      ...(!security && { own_routes: savedObjectsRoutes(saved_objects, { kibana_version, spaces }) }),
      context: {
        kibana_version,
        contextIn: core.contextIn,
        logger: createLogger(log, ['http']),
        ...(security && {
          users: {
            refuse: (request, route) => security.refuseRoute(request, route),
            contextOf: (request, kibana_request, space) => {
              security.noteSender(request, kibana_request);
              return core.contextOf(request.headers.authorization ?? '', space);
            },
          },
        }),
      },
      openApp: async (request, app) => {
        const opened = security ? await security.openApp(request, app) : { grants };
        return 'refusal' in opened
          ? opened
          : { capabilities: { ...OTHER_APPS, ...features.capabilities(opened.grants) } };
      },
      port,
    });
    closing.push(() => listening.close());
    return {
      url: listening.url,
      close,
      status: () => {
        const { value } = core.status$;
        return value && `${value.level.toString()}: ${value.summary}`;
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
