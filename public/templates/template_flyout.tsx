import {
  EuiButton,
  EuiCallOut,
  EuiFlyout,
  EuiFlyoutBody,
  EuiFlyoutHeader,
  EuiSpacer,
  EuiTitle,
  useGeneratedHtmlId,
} from '@elastic/eui';
import type { Template } from '../../common/api.ts';
import { ApiError } from '../api/api_client.ts';
import { useAnswer } from '../api/use_answer.ts';
import { TEST_IDS } from '../app/test_ids.ts';
import { translate } from '../kibana/i18n.ts';
import { CreateRuleFooter } from '../rules/create_rule.tsx';
import { ruleOfTemplate } from '../rules/new_rule.ts';
import { Answered } from '../states/answered.tsx';
import { Nothing } from '../states/nothing.tsx';
import { useUrlState } from '../url/url_params.ts';
import { Anomalies } from './flyout/anomalies.tsx';
import { Examples } from './flyout/examples.tsx';
import { Facts } from './flyout/facts.tsx';
import { Heading } from './flyout/heading.tsx';
import { History } from './flyout/history.tsx';
import { Parameters } from './flyout/parameters.tsx';
import { Similar } from './flyout/similar.tsx';
import { useHeldRange } from './flyout/use_held_range.ts';

/** All about one template, over any view. Give it a `key`: another id is another flyout. */
export function TemplateFlyout({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const answer = useAnswer('template', { id });
  const titleId = useGeneratedHtmlId({ prefix: 'log-ai-template' });
  const { data: template, error } = answer;
  const isGone = error instanceof ApiError && error.code === 'not_found';
  return (
    <EuiFlyout
      onClose={onClose}
      size="m"
      maxWidth={900}
      aria-labelledby={titleId}
      data-test-subj={TEST_IDS.templateFlyout}
    >
      <EuiFlyoutHeader hasBorder>
        {template ? (
          <Heading id={titleId} template={template} />
        ) : (
          <EuiTitle size="s">
            <h2 id={titleId}>{translate('logAi.templates.flyout.title', { defaultMessage: 'Template' })}</h2>
          </EuiTitle>
        )}
      </EuiFlyoutHeader>
      <EuiFlyoutBody>
        {isGone ? (
          <NotFound id={id} />
        ) : (
          <Answered answer={answer}>{(found) => <Body id={id} template={found} />}</Answered>
        )}
      </EuiFlyoutBody>
      <CreateRuleFooter rule={template && ruleOfTemplate(template)} />
    </EuiFlyout>
  );
}

function Body({ id, template }: { readonly id: string; readonly template: Template }) {
  const held = useHeldRange();
  return (
    <>
      {template.id !== id && (
        <>
          <EuiCallOut
            size="s"
            iconType="merge"
            title={translate('logAi.templates.flyout.merged', {
              defaultMessage: '{id} was merged into {into}',
              values: { id, into: template.id },
            })}
          >
            {translate('logAi.templates.flyout.mergedHint', {
              defaultMessage: 'Links and lines with the old ID lead to this template.',
            })}
          </EuiCallOut>
          <EuiSpacer size="m" />
        </>
      )}
      <Facts template={template} />
      <History template={template} />
      <Anomalies template={template} />
      <Examples template={template} held={held} />
      {template.parameters.length > 0 && <Parameters template={template} held={held} />}
      <Similar template={template} />
    </>
  );
}

function NotFound({ id }: { readonly id: string }) {
  const { open } = useUrlState();
  return (
    <Nothing
      title={translate('logAi.templates.flyout.notFound', { defaultMessage: 'Template not found' })}
      iconType="indexMapping"
      actions={
        <EuiButton size="s" onClick={() => open('templates')}>
          {translate('logAi.templates.flyout.showAll', { defaultMessage: 'Show all templates' })}
        </EuiButton>
      }
    >
      {translate('logAi.templates.flyout.notFoundHint', {
        defaultMessage:
          'No template has the ID {id}. The link might be from another cluster, or the template was deleted with its index.',
        values: { id },
      })}
    </Nothing>
  );
}
