import { schema, type TypeOf } from '@kbn/config-schema';

/** The settings of `kibana.yml` below `logAi`. */
const ConfigSchema = schema.object({
  service: schema.object({
    /** Where `log-ai serve` answers. */
    url: schema.uri({ scheme: ['http', 'https'], defaultValue: 'http://127.0.0.1:5605' }),
    /** The service's `http.api_token`, where it has one. */
    token: schema.maybe(schema.string({ minLength: 1 })),
    /** Whoever looks at a page does not wait longer. */
    timeout: schema.duration({ defaultValue: '30s' }),
  }),
});

export type PluginConfig = TypeOf<typeof ConfigSchema>;

/** What Kibana reads to validate the settings. */
export const config = { schema: ConfigSchema };
