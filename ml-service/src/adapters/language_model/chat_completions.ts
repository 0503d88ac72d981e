import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { LogAiError, messageOf } from '../../../../common/errors.ts';
import type { ChatMessage } from '../../parse/proposals/prompt.ts';
import type { LanguageModel } from '../../ports/language_model.ts';

/** Where a model answers. */
export interface ChatCompletionsConfig {
  /** With a path the requests go below it, else below `/v1`. */
  readonly base_url: string;
  readonly model: string;
  readonly api_key?: string | undefined;
  readonly timeout_ms: number;
}

/** A server that is restarted or asked too much is asked once more; one that refuses is not. */
const ATTEMPTS = 2;
const RETRY_DELAY_MS = 1000;
const RETRIED = new Set([408, 425, 429, 500, 502, 503, 504]);
/** A template has some hundred bytes; what goes on longer is no answer. */
const MAX_ANSWER_BYTES = 1 << 20;

const Completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
});

/**
 * Where requests go.
 *
 * @example
 * completionsUrl('http://127.0.0.1:11434') // 'http://127.0.0.1:11434/v1/chat/completions'
 */
export function completionsUrl(base_url: string): string {
  const url = new URL(base_url);
  const path = url.pathname.replace(/\/+$/, '');
  url.pathname = `${path === '' ? '/v1' : path}/chat/completions`;
  return url.href;
}

const failed = (message: string, options: { cause?: unknown; status?: number } = {}) =>
  new LogAiError('language_model_failed', message, {
    ...(options.cause !== undefined && { cause: options.cause }),
    details: options.status === undefined ? {} : { status: options.status },
  });

async function readBounded(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    bytes += part.value.length;
    if (bytes > MAX_ANSWER_BYTES) {
      await reader?.cancel();
      throw failed(`The language model answers more than ${MAX_ANSWER_BYTES} bytes: check refine.base_url.`);
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
}

function contentOf(text: string): string {
  try {
    const { data } = Completion.safeParse(JSON.parse(text));
    if (data) return data.choices[0]!.message.content;
  } catch {
    // Told below, without the answer: nobody knows what it holds.
  }
  throw failed('What answers is no chat completion: check refine.base_url and refine.model.');
}

/**
 * A language model behind any endpoint that speaks OpenAI's chat completions: OpenAI itself, Azure, Ollama, vLLM, llama.cpp
 * (https://platform.openai.com/docs/api-reference/chat). The key goes nowhere but into the header of requests to
 * `base_url`: redirects are not followed, and no message repeats it or what the server wrote.
 */
export class ChatCompletions implements LanguageModel {
  readonly #config: ChatCompletionsConfig;
  readonly #retry_delay_ms: number;

  constructor(config: ChatCompletionsConfig, { retry_delay_ms = RETRY_DELAY_MS } = {}) {
    this.#config = config;
    this.#retry_delay_ms = retry_delay_ms;
  }

  async ask(messages: readonly ChatMessage[]): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#askOnce(messages, attempt === ATTEMPTS);
      if (answer !== undefined) return contentOf(answer);
      await pause(this.#retry_delay_ms);
    }
  }

  /** The body of the answer; undefined where it is worth asking once more. */
  async #askOnce(messages: readonly ChatMessage[], isLast: boolean): Promise<string | undefined> {
    const { model, api_key, timeout_ms } = this.#config;
    try {
      const response = await fetch(completionsUrl(this.#config.base_url), {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'content-type': 'application/json',
          ...(api_key !== undefined && { authorization: `Bearer ${api_key}` }),
        },
        body: JSON.stringify({
          model,
          messages,
          temperature: 0,
          response_format: { type: 'json_object' },
        }),
        signal: AbortSignal.timeout(timeout_ms),
      });
      if (response.ok) return await readBounded(response);
      await response.body?.cancel();
      if (!isLast && RETRIED.has(response.status)) return undefined;
      throw refusedWith(response.status);
    } catch (cause) {
      if (cause instanceof LogAiError) throw cause;
      // A timeout is not tried again: it has cost its time already.
      const isTimeout = cause instanceof Error && cause.name === 'TimeoutError';
      if (!isLast && !isTimeout) return undefined;
      throw new LogAiError(
        'language_model_unreachable',
        isTimeout
          ? `The language model did not answer within ${timeout_ms / 1000} s: raise refine.timeout_seconds, or take a smaller model.`
          : `The language model cannot be reached: ${messageOf(cause)}. Check refine.base_url.`,
        { cause },
      );
    }
  }
}

function refusedWith(status: number): LogAiError {
  if (status === 401 || status === 403)
    return failed(`The language model refuses the key (${status}): check refine.api_key.`, { status });
  return failed(`The language model answers ${status}: check refine.base_url and refine.model.`, { status });
}
