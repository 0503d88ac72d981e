import { LogAiError } from '../../../../common/errors.ts';
import type { Embedder } from '../../ports/embedder.ts';
import type { SeverityClassifier } from '../../ports/severity_classifier.ts';
import { OnnxEmbedder } from './onnx_embedder.ts';
import { OnnxSeverityClassifier } from './onnx_severity_classifier.ts';
import type { TextModelOptions } from './text_model_thread.ts';

/**
 * The embedder of the product. Where no model is installed it is one that says so to each who asks: the service works on
 * without it.
 */
export function openEmbedder(options: TextModelOptions = {}): Embedder {
  return opened<Embedder>(
    () => new OnnxEmbedder(options),
    (refuse) => ({ ...MISSING, dimensions: 0, embed: refuse }),
  );
}

/** The classifier of the product; where no model is installed it is as {@link openEmbedder}. */
export function openSeverityClassifier(options: TextModelOptions = {}): SeverityClassifier {
  return opened<SeverityClassifier>(
    () => new OnnxSeverityClassifier(options),
    (refuse) => ({ ...MISSING, classify: refuse }),
  );
}

const MISSING = { model: 'none', close: () => Promise.resolve() };

function opened<Model>(open: () => Model, missing: (refuse: () => Promise<never>) => Model): Model {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof LogAiError)) throw error;
    return missing(() => Promise.reject(error));
  }
}
