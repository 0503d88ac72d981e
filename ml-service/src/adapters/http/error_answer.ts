import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import { LogAiError } from '../../../../common/errors.ts';

/** What express and its body parser throw. */
const HttpFault = z.object({ status: z.int(), type: z.string().optional() });

function toLogAiError(error: unknown): LogAiError {
  if (error instanceof LogAiError) return error;
  if (error instanceof z.ZodError) {
    return new LogAiError('request_invalid', `The request does not fit: ${z.prettifyError(error)}`, {
      cause: error,
    });
  }
  const fault = HttpFault.safeParse(error).data;
  if (fault?.type === 'entity.too.large') {
    return new LogAiError('payload_too_large', 'The request is too large: send it in parts.', {
      cause: error,
    });
  }
  if (fault && fault.status >= 400 && fault.status < 500) {
    return new LogAiError('request_invalid', 'The request cannot be read: send JSON with its content type.', {
      cause: error,
    });
  }
  return new LogAiError('internal', 'Something went wrong in Log AI: its log tells more.', { cause: error });
}

/** The one place where errors become answers. A client never sees a stack trace. */
export function errorAnswer(logger: Logger): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    if (response.headersSent) {
      next(thrown);
      return;
    }
    // Whoever asked has gone: the work was ended for that, and nobody reads an answer.
    if (response.destroyed) return;
    const error = toLogAiError(thrown);
    const level = error.status >= 500 ? 'error' : 'info';
    logger[level](
      { err: thrown, code: error.code, method: request.method, path: request.path },
      error.message,
    );
    const details = Object.keys(error.details).length > 0 ? { details: error.details } : {};
    response.status(error.status).json({ error: { code: error.code, message: error.message, ...details } });
  };
}
