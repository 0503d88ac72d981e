import moment from 'moment';

/**
 * A stand-in for `@kbn/config-schema`, which is not on npm: the types that settings of a plugin are made of. It says
 * what the original says: which setting, what was expected, what was given.
 *
 * Here is what settings of Log AI need, and the plain types beside it. What is missing (`arrayOf`, `oneOf`,
 * `conditional`, references, …) is missing as a function: a plugin that calls it fails at once.
 */

interface Options<T, Default = T> {
  readonly defaultValue?: Default;
  /** Gives what is wrong, or nothing. */
  readonly validate?: (value: T) => string | undefined;
}

/** A type of settings. */
export interface Type<T> {
  validate(value: unknown, context?: unknown, namespace?: string): T;
}

class SchemaError extends Error {
  constructor(message: string, path: string) {
    super(path === '' ? message : `[${path}]: ${message}`);
  }
}

/** `check` sees values that are there; what is not there is the default, or an error. */
function typeOf<T>(check: (value: unknown, path: string) => T, options: Options<T, unknown> = {}): Type<T> {
  return {
    validate(value, _context, namespace = '') {
      const given = value === undefined ? options.defaultValue : value;
      const checked = check(given, namespace);
      const wrong = options.validate?.(checked);
      if (wrong !== undefined) throw new SchemaError(wrong, namespace);
      return checked;
    },
  };
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'Array' : typeof value;
}

function expect(holds: boolean, type: string, value: unknown, path: string): void {
  if (!holds) throw new SchemaError(`expected value of type [${type}] but got [${kindOf(value)}]`, path);
}

function object(
  properties: Readonly<Record<string, Type<unknown>>>,
  options?: Options<object>,
): Type<object> {
  // An object that is left out is one whose properties are all left out.
  return typeOf((value = {}, path) => {
    expect(kindOf(value) === 'object', 'object', value, path);
    const given = value as Record<string, unknown>;
    const below = (key: string) => (path === '' ? key : `${path}.${key}`);
    const unknown = Object.keys(given).find((key) => !(key in properties));
    if (unknown !== undefined) throw new SchemaError('definition for this key is missing', below(unknown));
    return Object.fromEntries(
      Object.entries(properties).map(([key, type]) => [
        key,
        type.validate(given[key], undefined, below(key)),
      ]),
    );
  }, options);
}

function string({
  minLength = 0,
  maxLength = Infinity,
  ...options
}: Options<string> & { minLength?: number; maxLength?: number } = {}): Type<string> {
  return typeOf((value, path) => {
    expect(typeof value === 'string', 'string', value, path);
    const { length } = value as string;
    if (length < minLength) {
      throw new SchemaError(
        `value has length [${length}] but it must have a minimum length of [${minLength}].`,
        path,
      );
    }
    if (length > maxLength) {
      throw new SchemaError(
        `value has length [${length}] but it must have a maximum length of [${maxLength}].`,
        path,
      );
    }
    return value as string;
  }, options);
}

function uri({ scheme, ...options }: Options<string> & { scheme?: readonly string[] } = {}): Type<string> {
  return typeOf((value, path) => {
    expect(typeof value === 'string', 'string', value, path);
    const text = value as string;
    if (!URL.canParse(text)) throw new SchemaError('value must be a valid URI (see RFC 3986).', path);
    if (scheme && !scheme.includes(new URL(text).protocol.slice(0, -1))) {
      throw new SchemaError(`expected URI with scheme [${scheme.join('|')}].`, path);
    }
    return text;
  }, options);
}

function number({
  min = -Infinity,
  max = Infinity,
  ...options
}: Options<number> & { min?: number; max?: number } = {}): Type<number> {
  return typeOf((value, path) => {
    // Settings that come from the environment are texts.
    const given = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    expect(typeof given === 'number' && !Number.isNaN(given), 'number', value, path);
    const amount = given as number;
    if (amount < min) throw new SchemaError(`Value must be equal to or greater than [${min}].`, path);
    if (amount > max) throw new SchemaError(`Value must be equal to or lower than [${max}].`, path);
    return amount;
  }, options);
}

function boolean(options?: Options<boolean>): Type<boolean> {
  return typeOf((value, path) => {
    const given = value === 'true' ? true : value === 'false' ? false : value;
    expect(typeof given === 'boolean', 'boolean', value, path);
    return given as boolean;
  }, options);
}

const DURATION = /^(\d+)(ms|[smhdwMY])$/;
const DURATION_FORM =
  "Failed to parse value as time value. Value must be a duration in milliseconds, or follow the format <count>[ms|s|m|h|d|w|M|y] (e.g. '70ms', '5s', '3d', '1y'), where the duration is a safe positive integer.";

function duration(
  options?: Options<moment.Duration, moment.Duration | string | number>,
): Type<moment.Duration> {
  return typeOf((value, path) => {
    if (moment.isDuration(value)) return value;
    expect(typeof value === 'string' || typeof value === 'number', 'moment.Duration', value, path);
    const [, amount, unit] = DURATION.exec(String(value)) ?? [];
    if (amount !== undefined) {
      return moment.duration(Number(amount), unit as moment.unitOfTime.DurationConstructor);
    }
    const milliseconds = value === '' ? NaN : Number(value);
    if (!Number.isSafeInteger(milliseconds) || milliseconds < 0) throw new SchemaError(DURATION_FORM, path);
    return moment.duration(milliseconds);
  }, options);
}

function maybe<T>(type: Type<T>): Type<T | undefined> {
  return {
    validate: (value, context, path) =>
      value === undefined ? undefined : type.validate(value, context, path),
  };
}

/** What plugins know as `schema`. */
export const schema = { object, string, uri, number, boolean, duration, maybe };
