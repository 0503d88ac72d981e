import { EuiBasicTable, EuiText, EuiToolTip, useEuiTheme } from '@elastic/eui';
import type { LogQuery } from '../../common/discover/log_queries.ts';
import type { SharedTraitSummary, TraitSummary } from '../../common/shared_traits.ts';
import { TEST_IDS } from '../app/test_ids.ts';
import { DiscoverLink } from '../discover/discover_link.tsx';
import { translate } from '../kibana/i18n.ts';
import { formatCount, formatProbability, formatRatio, formatShare } from '../quantities/format_quantity.ts';
import { HereLink } from '../url/here_link.tsx';
import { linesWith, traitKindText } from './trait_words.ts';

/**
 * What failed requests share, the least likely by chance first.
 *
 * @param range - When the requests happened that were compared.
 */
export function SharedTraitsTable({
  traits,
  range,
}: {
  readonly traits: readonly SharedTraitSummary[];
  readonly range: LogQuery['range'];
}) {
  return (
    <EuiBasicTable<SharedTraitSummary>
      tableCaption={translate('logAi.requests.shared.title', {
        defaultMessage: 'What failed requests share',
      })}
      data-test-subj={TEST_IDS.sharedTraits}
      compressed
      items={[...traits]}
      itemId={({ kind, text }) => `${kind} ${text}`}
      columns={[
        {
          name: translate('logAi.requests.shared.what', { defaultMessage: 'In common' }),
          render: (shared: SharedTraitSummary) => <Shared shared={shared} range={range} />,
        },
        {
          name: translate('logAi.requests.shared.ofFailed', { defaultMessage: 'Failed requests' }),
          width: '140px',
          align: 'right',
          render: ({ failed, failed_of }: SharedTraitSummary) => <ShareOf count={failed} of={failed_of} />,
        },
        {
          name: translate('logAi.requests.shared.ofOthers', { defaultMessage: 'Other requests' }),
          width: '140px',
          align: 'right',
          render: ({ others, others_of }: SharedTraitSummary) => <ShareOf count={others} of={others_of} />,
        },
        {
          name: (
            <EuiToolTip
              content={translate('logAi.requests.shared.oddsHint', {
                defaultMessage: 'How many times as likely, as odds, failed requests have it',
              })}
            >
              <span tabIndex={0}>
                {translate('logAi.requests.shared.odds', { defaultMessage: 'Odds ratio' })}
              </span>
            </EuiToolTip>
          ),
          width: '100px',
          align: 'right',
          render: ({ odds_ratio }: SharedTraitSummary) => formatRatio(odds_ratio),
        },
        {
          name: (
            <EuiToolTip
              content={translate('logAi.requests.shared.pHint', {
                defaultMessage:
                  "How likely chance alone shows this: Fisher's exact test, times the number of comparisons",
              })}
            >
              <span tabIndex={0}>{translate('logAi.requests.shared.p', { defaultMessage: 'p-value' })}</span>
            </EuiToolTip>
          ),
          width: '90px',
          align: 'right',
          render: ({ p_value }: SharedTraitSummary) => formatProbability(p_value),
        },
      ]}
    />
  );
}

function Shared({
  shared,
  range,
}: {
  readonly shared: SharedTraitSummary;
  readonly range: LogQuery['range'];
}) {
  const { also, same } = shared;
  const more = same - also.length;
  return (
    <div>
      <Trait trait={shared} range={range} />
      {also.length > 0 && (
        <EuiText size="xs" color="subdued">
          {translate('logAi.requests.shared.also', { defaultMessage: 'The same requests also have:' })}
          <ul>
            {also.map((trait) => (
              <li key={`${trait.kind} ${trait.text}`}>
                <Trait trait={trait} range={range} />
              </li>
            ))}
            {more > 0 && (
              <li>
                {translate('logAi.requests.shared.more', {
                  defaultMessage: '{count} more',
                  values: { count: formatCount(more) },
                })}
              </li>
            )}
          </ul>
        </EuiText>
      )}
    </div>
  );
}

/** A template leads to its flyout, and all lead to their lines. */
function Trait({ trait, range }: { readonly trait: TraitSummary; readonly range: LogQuery['range'] }) {
  const { euiTheme } = useEuiTheme();
  const { kind, text, template_id } = trait;
  const code = <span css={{ fontFamily: euiTheme.font.familyCode, overflowWrap: 'anywhere' }}>{text}</span>;
  return (
    <span css={{ display: 'inline-flex', alignItems: 'center', gap: euiTheme.size.s }}>
      <span>
        {traitKindText(kind)}{' '}
        {template_id === undefined ? code : <HereLink patch={{ template: template_id }}>{code}</HereLink>}
      </span>
      <DiscoverLink
        isIcon
        show={linesWith(trait, range)}
        label={translate('logAi.requests.shared.discover', {
          defaultMessage: 'Show lines in Discover: {text}',
          values: { text },
        })}
      />
    </span>
  );
}

function ShareOf({ count, of }: { readonly count: number; readonly of: number }) {
  return (
    <div>
      {formatShare(count / of)}
      <EuiText size="xs" color="subdued">
        {translate('logAi.requests.shared.countOf', {
          defaultMessage: '{count} of {of}',
          values: { count: formatCount(count), of: formatCount(of) },
        })}
      </EuiText>
    </div>
  );
}
