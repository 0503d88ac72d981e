import { EuiButtonIcon, EuiCopy, EuiPanel, EuiTitle, useEuiTheme } from '@elastic/eui';
import type { Template } from '../../../common/api.ts';
import { useAnswer } from '../../api/use_answer.ts';
import { DiscoverLink } from '../../discover/discover_link.tsx';
import { templateQuery } from '../../../common/discover/log_queries.ts';
import { translate } from '../../kibana/i18n.ts';
import { Level } from '../../severity/level.tsx';
import { useTime } from '../../time/time_context.tsx';
import { templateLevel } from '../template_level.ts';
import { trendsOf } from '../trends.ts';
import { historyQuery } from './history_query.ts';
import { TemplateText } from '../template_text.tsx';

/** A text is read in a box, however long it is. */
const MAX_HEIGHT = 160;

/** What a template says. */
export function Heading({
  id,
  template,
}: {
  /** Of the element that names the flyout. */
  readonly id: string;
  readonly template: Template;
}) {
  const { euiTheme } = useEuiTheme();
  const { id: template_id, former_ids = [], text, parameters } = template;
  const { range, selection } = useTime();
  const { from, to } = selection;
  const { data: counts } = useAnswer('counts', { query: historyQuery({ id: template_id, range }) });
  const trend = counts && [...trendsOf(counts, () => template_id).values()][0];
  return (
    <>
      <div
        css={{ display: 'flex', gap: euiTheme.size.s, alignItems: 'center', marginBottom: euiTheme.size.s }}
      >
        <EuiTitle size="s">
          <h2 id={id}>{translate('logAi.templates.flyout.title', { defaultMessage: 'Template' })}</h2>
        </EuiTitle>
        <Level level={templateLevel(template, trend)} />
        <div css={{ marginInlineStart: 'auto', marginInlineEnd: euiTheme.size.xl }}>
          <DiscoverLink
            label={translate('logAi.discover.viewLines', { defaultMessage: 'View lines in Discover' })}
            show={{ query: templateQuery({ ids: [template_id, ...former_ids] }), range: { from, to } }}
          />
        </div>
      </div>
      <EuiPanel color="subdued" hasShadow={false} paddingSize="none" css={{ display: 'flex' }}>
        <div
          tabIndex={0}
          role="region"
          aria-label={translate('logAi.templates.flyout.text', { defaultMessage: 'Template text' })}
          css={{
            flex: 1,
            minWidth: 0,
            maxHeight: MAX_HEIGHT,
            overflow: 'auto',
            padding: euiTheme.size.s,
            lineHeight: 1.5,
          }}
        >
          <TemplateText text={text} parameters={parameters} />
        </div>
        <EuiCopy
          textToCopy={text}
          beforeMessage={translate('logAi.templates.flyout.copy', { defaultMessage: 'Copy template' })}
        >
          {(copy) => (
            <EuiButtonIcon
              iconType="copyClipboard"
              color="text"
              size="s"
              aria-label={translate('logAi.templates.flyout.copy', { defaultMessage: 'Copy template' })}
              onClick={copy}
            />
          )}
        </EuiCopy>
      </EuiPanel>
    </>
  );
}
