import { translate } from './i18n.ts';

/**
 * Says in Kibana's element why the app is not there, with the error's code, and what to do. Without it Kibana shows a page
 * of its own, which says neither. It is made of plain elements, in Kibana's colours: what failed may be what the app is made
 * of. Returns what takes it away again.
 */
export function showMountFailure({
  element,
  error,
  onRetry,
}: {
  readonly element: HTMLElement;
  readonly error: unknown;
  readonly onRetry: () => void;
}): () => void {
  const { code = 'app_failed', message = String(error) } = error as { code?: string; message?: string };
  const page = make('div', { style: 'max-width: 36em; margin: 15vh auto; padding: 24px; line-height: 1.6' }, [
    make('h1', { style: 'font-size: 1.7em; font-weight: 700; margin-bottom: 16px' }, [
      translate('logAi.plugin.failure.title', { defaultMessage: 'Unable to open Log AI' }),
    ]),
    make('p', {}, [message]),
    make('p', { style: 'margin: 12px 0' }, [
      translate('logAi.plugin.failure.hint', {
        defaultMessage: 'If the problem persists, report it with the message above and this code:',
      }),
      ' ',
      make('code', { style: 'font-weight: 600' }, [code]),
    ]),
    makeButton(translate('logAi.plugin.failure.retry', { defaultMessage: 'Try again' }), onRetry),
    makeButton(translate('logAi.plugin.failure.reload', { defaultMessage: 'Reload the page' }), () =>
      window.location.reload(),
    ),
  ]);
  element.replaceChildren(page);
  return () => page.remove();
}

const BUTTON_STYLE =
  'margin: 8px 12px 0 0; padding: 8px 16px; border: 1px solid currentcolor; border-radius: 6px; font-weight: 500; cursor: pointer';

function makeButton(text: string, onClick: () => void): HTMLElement {
  const button = make('button', { type: 'button', style: BUTTON_STYLE }, [text]);
  button.addEventListener('click', onClick);
  return button;
}

function make(
  tag: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly (string | Node)[],
): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}
