import { escapeText } from '../terminal/escape_text.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Markup that is safe as it stands. Only {@link html} and {@link trusted} make it. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What may stand in a hole of {@link html}. Text is escaped. */
export type HtmlValue = Html | string | number | undefined | false | readonly HtmlValue[];

/** Takes markup of ours as safe. Never for anything that was read. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

/**
 * Builds markup; whatever is not markup already is escaped, control characters are spelled out.
 *
 * @example
 * html`<b>${'<script>'}</b>`.markup // '<b>&lt;script&gt;</b>'
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(String.raw({ raw: parts }, ...values.map(markupOf)));
}

function markupOf(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.markup;
  if (typeof value === 'object') return value.map(markupOf).join('');
  return escapeText(String(value)).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
