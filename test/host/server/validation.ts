import type { RouteConfig, RouteValidator } from '../../../server/kibana/contract.ts';

/** The parts of a request that a route can ask to be validated. */
export interface RequestParts {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

interface Verdict {
  readonly value?: unknown;
  readonly error?: { readonly message: string; readonly path: readonly string[] };
}

const SAY = {
  ok: (value: unknown): Verdict => ({ value }),
  badRequest: (error: Error | string, path: readonly string[] = []): Verdict => ({
    error: { message: error instanceof Error ? error.message : error, path },
  }),
};

/**
 * Kibana refuses these when a route is registered, which ends its start. Here only functions validate: the stand-in of
 * `@kbn/config-schema` has what settings need.
 */
export function checkValidation(validation: unknown, route: string): void {
  if (validation === undefined) {
    throw new Error(
      `The ${route} does not have a 'validate' specified. Use 'false' as the value if you want to bypass validation.`,
    );
  }
  if (validation === false) throw new Error('The host does not imitate routes without validation.');
  for (const [part, validator] of Object.entries(validation as object)) {
    if (typeof validator === 'function') continue;
    throw new Error(
      `Expected a valid validation logic declared with '@kbn/config-schema' package or a RouteValidationFunction at key: [${part}].`,
    );
  }
}

/**
 * The parts as the handler gets them: a part without a validator is an empty object.
 *
 * @throws Error that names the part and what is wrong with it
 */
export function validateParts(validation: RouteConfig['validate'], sent: RequestParts): RequestParts {
  const partOf = (part: keyof RequestParts) => {
    const validator = validation[part];
    return validator === undefined ? {} : validatePart(validator, sent[part], `request ${part}`);
  };
  return { params: partOf('params'), query: partOf('query'), body: partOf('body') };
}

function validatePart(validator: RouteValidator, value: unknown, name: string): unknown {
  const { value: checked, error } = decide(validator, value);
  if (error) throw new Error(`[${[name, ...error.path].join('.')}]: ${error.message}`);
  return checked;
}

/** A validator that throws refuses. */
function decide(validator: RouteValidator, value: unknown): Verdict {
  try {
    return validator(value, SAY) as Verdict;
  } catch (error) {
    return SAY.badRequest(error instanceof Error ? error : String(error));
  }
}
