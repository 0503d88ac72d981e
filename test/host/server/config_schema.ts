import moment from 'moment';

/**
 * A stand-in for `@kbn/config-schema`, which is not on npm: the types that settings of a plugin are made of. It says
 * what the original says: which setting, what was expected, what was given.
 *
 * Here are the types that `server/kibana/config_schema.d.ts` declares. What is missing (`number`, `arrayOf`, `oneOf`, …)
 * is missing as a function: a plugin that calls it fails at once.
 */

/** A type of settings. */
export interface Type<T> {
  /** How Kibana tells its own types from those of other libraries. */
  readonly __isKbnConfigSchemaType: true;
  validate(value: unknown, context?: unknown, namespace?: string): T;
}

class SchemaError extends Error {
  constructor(message: string, path: string) {
    super(path === '' ? message : `[${path}]: ${message}`);
  }
}

function typeOf<T>(check: (value: unknown, path: string) => T): Type<T> {
  return {
    __isKbnConfigSchemaType: true,
    validate: (value, _context, namespace = '') => check(value, namespace),
  };
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'Array' : typeof value;
}

function expectText(value: unknown, path: string, end = ''): string {
  if (typeof value === 'string') return value;
  throw new SchemaError(`expected value of type [string] but got [${kindOf(value)}]${end}`, path);
}

/** An object that is left out is one whose properties are all left out; a text is read as JSON. */
function object(properties: Readonly<Record<string, Type<unknown>>>): Type<object> {
  return typeOf((value = {}, path) => {
    const given = typeof value === 'string' ? parseObject(value, path) : value;
    if (kindOf(given) !== 'object') {
      throw new SchemaError(`expected a plain object value, but found [${kindOf(given)}] instead.`, path);
    }
    const values = given as Record<string, unknown>;
    const below = (key: string) => (path === '' ? key : `${path}.${key}`);
    const unknown = Object.keys(values).find((key) => !Object.hasOwn(properties, key));
    if (unknown !== undefined) throw new SchemaError('definition for this key is missing', below(unknown));
    const checked = Object.entries(properties).map(
      ([key, type]) => [key, type.validate(values[key], undefined, below(key))] as const,
    );
    return Object.fromEntries(checked.filter(([, setting]) => setting !== undefined));
  });
}

function parseObject(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new SchemaError('could not parse object value from json input', path);
  }
}

function string({ minLength = 0 }: { readonly minLength?: number } = {}): Type<string> {
  return typeOf((value, path) => {
    const text = expectText(value, path);
    if (text.length >= minLength) return text;
    throw new SchemaError(
      `value has length [${text.length}] but it must have a minimum length of [${minLength}].`,
      path,
    );
  });
}

/** A scheme, a host, and maybe a port, a path, a query and a fragment, in the signs that each may have. */
const URI =
  /^([a-z][a-z\d+.-]*):\/\/(?:[\w.~!$&'()*+,;=:%-]*@)?(?:\[[\da-f:.]+\]|[\w.~!$&'()*+,;=%-]+)(?::\d*)?(?:[/?#][\w.~!$&'()*+,;=:@%/?#-]*)?$/i;

function uri({
  scheme,
  defaultValue,
}: {
  readonly scheme: readonly string[];
  readonly defaultValue: string;
}): Type<string> {
  return typeOf((value = defaultValue, path) => {
    const text = expectText(value, path, '.');
    if (text === '') throw new SchemaError(`"${labelOf(path)}" is not allowed to be empty`, path);
    const [, given] = URI.exec(text) ?? [];
    if (given === undefined || !scheme.includes(given)) {
      throw new SchemaError(`expected URI with scheme [${scheme.join('|')}].`, path);
    }
    return text;
  });
}

/** The setting's name in the plugin's settings: without `config validation of [logAi]`, which stands before it. */
const labelOf = (path: string) => path.replace(/^config validation of \[[^\]]*\]\./, '');

const DURATION = /^(\d+)(ms|[smhdwMY])$/;
const NOT_A_DURATION =
  "Failed to parse value as time value. Value must be a duration in milliseconds, or follow the format <count>[ms|s|m|h|d|w|M|Y] (e.g. '70ms', '5s', '3d', '1Y'), where the duration is a safe positive integer.";
const NOT_MILLISECONDS = 'Value in milliseconds is expected to be a safe positive integer.';

function duration({ defaultValue }: { readonly defaultValue: string }): Type<moment.Duration> {
  return typeOf((value = defaultValue, path) => {
    if (typeof value !== 'string' && typeof value !== 'number') {
      throw new SchemaError(`expected value of type [moment.Duration] but got [${kindOf(value)}]`, path);
    }
    const [, amount, unit] = DURATION.exec(String(value)) ?? [];
    if (amount !== undefined) {
      return moment.duration(Number(amount), unit as moment.unitOfTime.DurationConstructor);
    }
    // Without a unit; an empty text is 0, as `Number` has it.
    const milliseconds = Number(value);
    if (typeof value === 'string' && Number.isNaN(milliseconds)) throw new SchemaError(NOT_A_DURATION, path);
    if (!Number.isSafeInteger(milliseconds) || milliseconds < 0)
      throw new SchemaError(NOT_MILLISECONDS, path);
    return moment.duration(milliseconds);
  });
}

function maybe<T>(type: Type<T>): Type<T | undefined> {
  return typeOf((value, path) => (value === undefined ? undefined : type.validate(value, undefined, path)));
}

/** What plugins know as `schema`. */
export const schema = { object, string, uri, duration, maybe };

/** Whether something is a type of this library: one of another may have the same methods. */
export function isConfigSchema(given: unknown): given is Type<unknown> {
  return (given as Partial<Type<unknown>> | null | undefined)?.__isKbnConfigSchemaType === true;
}
