/** What the server tells the page, in an attribute: the page may run no script of its own. */
export interface PageMetadata {
  readonly kibana_version: string;
  readonly build_number: number;
  /** The server's path and the space of this page. */
  readonly base_path: string;
  /** What users set, by the setting's key and as Kibana keeps it. */
  readonly ui_settings: Readonly<Record<string, unknown>>;
  /** The messages of the page's language. */
  readonly translations_url: string;
  readonly plugin_id: string;
  /** By feature, what the page may offer. */
  readonly capabilities: Readonly<Record<string, Readonly<Record<string, boolean>>>>;
  /** Where files of plugins lie, by the plugin's id. */
  readonly public_paths: Readonly<Record<string, string>>;
  /** In the order in which they run. */
  readonly scripts: readonly string[];
  readonly stylesheets: { readonly light: readonly string[]; readonly dark: readonly string[] };
}

export const METADATA_ELEMENT = 'kbn-injected-metadata';
