import { errors } from '@elastic/elasticsearch';
import { describe, expect, it } from 'vitest';
import { LogAiError } from '../../../../common/errors.ts';
import {
  isRetriable,
  toLogAiError,
} from '../../../../ml-service/src/adapters/elasticsearch/client/elasticsearch_error.ts';

type Meta = ConstructorParameters<typeof errors.ResponseError>[0];

const SECRET = 'c2VzYW1l';
function responseError(statusCode: number, body: unknown): errors.ResponseError {
  const request = {
    params: { headers: { authorization: `Basic ${SECRET}` }, body: 'a log line' },
    options: {},
    id: 1,
  };
  return new errors.ResponseError({
    statusCode,
    body,
    headers: {},
    warnings: null,
    meta: { request },
  } as unknown as Meta);
}
const cause = (type: string, reason: string, more: object = {}) => ({ error: { type, reason, ...more } });
const context = { doing: 'read the templates' };

describe('errors of Elasticsearch', () => {
  it.each([
    [
      401,
      cause('security_exception', 'unable to authenticate'),
      'elasticsearch_unauthorized',
      'check elasticsearch.api_key',
    ],
    [
      403,
      cause('security_exception', 'action [x] is unauthorized for user [u]'),
      'elasticsearch_forbidden',
      'does not allow this user to read the templates: action [x]',
    ],
    [
      404,
      cause('index_not_found_exception', 'no such index [log-ai-state]', { index: 'log-ai-state' }),
      'not_set_up',
      'Run log-ai setup first',
    ],
    [
      404,
      cause('index_not_found_exception', 'no such index [app]', { index: 'app' }),
      'elasticsearch_failed',
      'no such index [app]',
    ],
    [
      400,
      cause('search_phase_execution_exception', 'all shards failed', {
        root_cause: [{ type: 'query_shard_exception', reason: 'failed to create query: no such format' }],
      }),
      'elasticsearch_failed',
      '(status 400): failed to create query: no such format',
    ],
    [
      400,
      cause('illegal_argument_exception', 'pipeline with id [log-ai] does not exist'),
      'not_set_up',
      'Run log-ai setup first',
    ],
    [
      400,
      cause('illegal_argument_exception', 'pipeline with id [other] does not exist'),
      'elasticsearch_failed',
      'pipeline with id [other]',
    ],
    [
      429,
      cause('es_rejected_execution_exception', 'queue full'),
      'elasticsearch_unreachable',
      'overloaded or restarting',
    ],
    [503, 'upstream connect error', 'elasticsearch_unreachable', 'status 503'],
    [400, { error: 'Incorrect HTTP method' }, 'elasticsearch_failed', 'Incorrect HTTP method'],
    [413, undefined, 'elasticsearch_failed', 'could not read the templates (status 413)'],
  ])('%i %j', (status, body, code, sentence) => {
    const error = toLogAiError(responseError(status, body), context);
    expect(error.code).toBe(code);
    expect(error.message).toContain(sentence);
    expect(error.message + JSON.stringify(error.details)).not.toContain(SECRET);
  });

  it.each([
    [
      new errors.ConnectionError('connect ECONNREFUSED'),
      'elasticsearch_unreachable',
      'check elasticsearch.url',
    ],
    [new errors.TimeoutError('Request timed out'), 'elasticsearch_unreachable', 'check elasticsearch.url'],
    [
      new errors.ConnectionError('self-signed certificate in certificate chain'),
      'elasticsearch_unreachable',
      'set elasticsearch.ca_file',
    ],
    [
      new errors.ProductNotSupportedError('Elasticsearch'),
      'elasticsearch_failed',
      'What answers is not Elasticsearch',
    ],
    [new Error('boom'), 'elasticsearch_failed', 'The attempt to read the templates failed: boom'],
    ['boom', 'elasticsearch_failed', 'boom'],
  ])('%s', (thrown, code, sentence) => {
    const error = toLogAiError(thrown, context);
    expect(error.code).toBe(code);
    expect(error.message).toContain(sentence);
    expect(error.cause).toBe(thrown);
  });

  it('leaves an error of Log AI as it is', () => {
    const error = new LogAiError('conflict', 'Try again.');
    expect(toLogAiError(error, context)).toBe(error);
  });

  it.each([
    "failed to parse field [n] of type [long] in document with id '1'. Preview of field's value: 'sesame'",
    'For input string: "sesame"',
    'failed to parse date field [sesame] with format [strict_date]',
  ])('does not repeat the value that it quotes: %s', (reason) => {
    const error = toLogAiError(
      responseError(400, cause('document_parsing_exception', 'x', { caused_by: { reason } })),
      context,
    );
    expect(error.message).not.toContain('sesame');
    expect(error.message).toContain('x: ');
  });
});

describe('what passes by itself', () => {
  it.each([
    [429, true],
    [502, true],
    [503, true],
    [504, true],
    [400, false],
    [401, false],
    [404, false],
    [409, false],
    [413, false],
    [500, false],
  ])('status %i: %s', (status, expected) => {
    expect(isRetriable(responseError(status, {}))).toBe(expected);
  });

  it.each([
    [new errors.ConnectionError('other side closed'), true],
    [new errors.TimeoutError('Request timed out'), true],
    [new errors.ConnectionError('unable to verify the first certificate'), false],
    [new errors.ConnectionError('ERR_TLS_CERT_ALTNAME_INVALID'), false],
    [new Error('boom'), false],
  ])('%s: %s', (error, expected) => {
    expect(isRetriable(error)).toBe(expected);
  });
});
