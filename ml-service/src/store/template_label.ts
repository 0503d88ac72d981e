import type { TemplateDocument } from '../../../common/documents/template_document.ts';
import { excerptOf } from '../../../common/excerpt.ts';
import type { TemplateLabel } from '../../../common/documents/template_label.ts';

/** What a legend has room for. */
const TEXT_LENGTH = 100;

/**
 * A template as legends and filters of dashboards show it beside its id: the ids of similar templates begin alike.
 *
 * @example
 * templateLabelOf({ text: 'Failed to connect to <target>' }) // { text: 'Failed to connect to <target>' }
 */
export function templateLabelOf({ text, name }: Pick<TemplateDocument, 'text' | 'name'>): TemplateLabel {
  return { text: excerptOf(text, TEXT_LENGTH), ...(name !== undefined && { name }) };
}
