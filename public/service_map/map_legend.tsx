import { EuiText, useEuiTheme } from '@elastic/eui';
import type { ReactNode } from 'react';
import { translate } from '../kibana/i18n.ts';
import { useTones } from './tones.ts';

/** What lines and colours of the map mean. */
export function MapLegend({ before_known }: { readonly before_known: boolean }) {
  const { euiTheme } = useEuiTheme();
  const tones = useTones();
  return (
    <EuiText size="xs" color="subdued">
      <ul
        css={{
          display: 'flex',
          flexWrap: 'wrap',
          gap: `${euiTheme.size.xs} ${euiTheme.size.m}`,
          '&&': { listStyle: 'none', marginInlineStart: 0 },
        }}
      >
        <Entry color={tones.none}>
          {translate('logAi.serviceMap.legend.none', { defaultMessage: 'No failures' })}
        </Entry>
        <Entry color={tones.some}>
          {translate('logAi.serviceMap.legend.some', { defaultMessage: 'Less than 5 % failed' })}
        </Entry>
        <Entry color={tones.many}>
          {translate('logAi.serviceMap.legend.many', { defaultMessage: '5 % or more failed' })}
        </Entry>
        {before_known && (
          <>
            <Entry color={tones.none} dashes="7 5">
              {translate('logAi.serviceMap.legend.new', { defaultMessage: 'New' })}
            </Entry>
            <Entry color={tones.none} dashes="1 5">
              {translate('logAi.serviceMap.legend.gone', { defaultMessage: 'No more calls' })}
            </Entry>
          </>
        )}
        <li>{translate('logAi.serviceMap.legend.width', { defaultMessage: 'Wider: more calls' })}</li>
      </ul>
    </EuiText>
  );
}

function Entry({
  color,
  dashes,
  children,
}: {
  readonly color: string;
  readonly dashes?: string;
  readonly children: ReactNode;
}) {
  return (
    <li css={{ display: 'flex', alignItems: 'center', gap: 6 }}>
      <svg width={28} height={8} aria-hidden>
        <line
          x1={1}
          x2={27}
          y1={4}
          y2={4}
          stroke={color}
          strokeWidth={3}
          strokeDasharray={dashes}
          strokeLinecap={dashes === '1 5' ? 'round' : 'butt'}
        />
      </svg>
      {children}
    </li>
  );
}
