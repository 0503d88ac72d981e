import type { Template } from '../../../common/api.ts';
import { useAnswer } from '../../api/use_answer.ts';
import { translate } from '../../kibana/i18n.ts';
import { SimilarTemplates } from '../similar_templates.tsx';
import { Section } from './section.tsx';

/** What fits below all else. */
const SHOWN = 5;

/** What else looks like this. */
export function Similar({ template: { id } }: { readonly template: Template }) {
  const answer = useAnswer('similar_templates', { query: { template_id: id, size: SHOWN } });
  return (
    <Section
      title={translate('logAi.templates.similar.title', { defaultMessage: 'Similar templates' })}
      note={translate('logAi.templates.similar.note', { defaultMessage: 'by meaning' })}
    >
      <SimilarTemplates answer={answer} isBrief />
    </Section>
  );
}
