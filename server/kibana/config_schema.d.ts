/** The part of `@kbn/config-schema` that is used. Kibana provides it; it is not on npm. */
declare module '@kbn/config-schema' {
  export interface Type<T> {
    validate(value: unknown): T;
  }
  export type TypeOf<S> = S extends Type<infer T> ? T : never;
  export const schema: {
    object<P extends Record<string, Type<unknown>>>(properties: P): Type<{ [K in keyof P]: TypeOf<P[K]> }>;
    uri(options: { scheme: string[]; defaultValue: string }): Type<string>;
    string(options?: { minLength?: number }): Type<string>;
    maybe<T>(type: Type<T>): Type<T | undefined>;
    duration(options: { defaultValue: string }): Type<{ asMilliseconds(): number }>;
  };
}
