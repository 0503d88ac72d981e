import type { ChatMessage } from '../parse/proposals/prompt.ts';

/** A model that answers in words. */
export interface LanguageModel {
  /** @throws LogAiError `language_model_unreachable`, `language_model_failed`. */
  ask(messages: readonly ChatMessage[]): Promise<string>;
}
