import type { TemplateDetector } from '../../detect/semantic/detector.ts';
import type { Embedder } from '../../ports/embedder.ts';
import type { TemplateMeanings } from './template_meanings.ts';

/** Meanings of templates, and who judges by them. */
export interface SemanticParts {
  readonly embedder: Embedder;
  readonly detector: TemplateDetector;
  readonly meanings: TemplateMeanings;
}
