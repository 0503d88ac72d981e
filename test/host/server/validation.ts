/** The parts of a request that a route can ask to be validated. */
export interface RequestParts {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

export type PartName = keyof RequestParts;

interface Verdict {
  readonly value?: unknown;
  readonly error?: { readonly message: string; readonly path: readonly string[] };
}

/** A function that says `ok` or `badRequest`, or a type of `@kbn/config-schema`. */
export type Validator =
  | ((value: unknown, say: typeof SAY) => Verdict)
  | { validate(value: unknown, context: unknown, namespace: string): unknown };

/** `false`: the handler gets empty parts, whatever was sent. */
export type RouteValidation = false | Partial<Record<PartName, Validator>>;

const SAY = {
  ok: (value: unknown): Verdict => ({ value }),
  badRequest: (error: Error | string, path: readonly string[] = []): Verdict => ({
    error: { message: error instanceof Error ? error.message : error, path },
  }),
};

const PARTS = ['params', 'query', 'body'] as const;

/** Kibana refuses these when a route is registered, which ends its start. */
export function checkValidation(validation: unknown, route: string): asserts validation is RouteValidation {
  if (validation === undefined) {
    throw new Error(
      `The ${route} does not have a 'validate' specified. Use 'false' as the value if you want to bypass validation.`,
    );
  }
  for (const part of PARTS) {
    const validator = (validation as Record<string, unknown>)[part];
    if (validator !== undefined && !isValidator(validator)) {
      throw new Error(
        `Expected a valid validation logic declared with '@kbn/config-schema' package or a RouteValidationFunction at key: [${part}].`,
      );
    }
  }
}

/** An object of zod has `parse`, too, and is refused: its `validate` is not there. */
function isValidator(given: unknown): given is Validator {
  return (
    typeof given === 'function' || typeof (given as { validate?: unknown } | null)?.validate === 'function'
  );
}

/**
 * The parts as the handler gets them: a part without a validator is an empty object.
 *
 * @throws Error that names the part and what is wrong with it
 */
export function validateParts(validation: RouteValidation, sent: RequestParts): RequestParts {
  const [params, query, body] = PARTS.map((part) => {
    const validator = validation === false ? undefined : validation[part];
    return validator === undefined ? {} : validatePart(validator, sent[part], `request ${part}`);
  });
  return { params, query, body };
}

function validatePart(validator: Validator, value: unknown, name: string): unknown {
  if (typeof validator !== 'function') return validator.validate(value, {}, name);
  const { value: checked, error } = decide(validator, value);
  if (error) throw new Error(`[${[name, ...error.path].join('.')}]: ${error.message}`);
  return checked;
}

/** A validator that throws refuses. */
function decide(validator: (value: unknown, say: typeof SAY) => Verdict, value: unknown): Verdict {
  try {
    return validator(value, SAY);
  } catch (error) {
    return SAY.badRequest(error instanceof Error ? error : String(error));
  }
}
