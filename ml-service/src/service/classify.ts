import { LogAiError } from '../../../common/errors.ts';
import { requiresImmediateAction } from '../../../common/severity_rule.ts';
import type { HttpServices } from '../ports/api.ts';
import type { ServiceParts } from './service_parts.ts';

/** Severities of texts. */
export function classifyServices({
  severity,
}: Pick<ServiceParts, 'severity'>): Pick<HttpServices, 'classify'> {
  return {
    async classify({ body: { texts } }) {
      if (severity === undefined)
        throw new LogAiError(
          'severity_off',
          'No text is read by a model: set severity.enabled to true and start the service anew.',
        );
      const predictions = await severity.classify(texts);
      return {
        model: severity.model,
        classifications: predictions.map((prediction) => ({
          ...prediction,
          requires_immediate_action: requiresImmediateAction(prediction),
        })),
      };
    },
  };
}
