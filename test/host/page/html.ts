import { METADATA_ELEMENT, type PageMetadata } from './metadata.ts';

/** Kibana 8.12's policy: scripts from files of its own only, none from text. */
export const CONTENT_SECURITY_POLICY =
  "script-src 'report-sample' 'self'; worker-src 'report-sample' 'self' blob:; style-src 'report-sample' 'self' 'unsafe-inline'";

/** The page of every app: what it shows comes from scripts. The `meta` elements are where styles go, in this order. */
export function pageHtml({
  metadata,
  locale,
  page_css,
}: {
  readonly metadata: PageMetadata;
  readonly locale: string;
  readonly page_css: string;
}): string {
  return `<!doctype html>
<html lang="${escapeAttribute(locale)}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Elastic</title>
    <link rel="icon" href="data:," />
    <meta name="eui-global" />
    <meta name="emotion" />
    <link rel="stylesheet" href="${page_css}" />
    <meta name="add-styles-here" />
    <meta name="eui-utilities" />
    <meta name="add-scripts-here" />
  </head>
  <body>
    <${METADATA_ELEMENT} data="${escapeAttribute(JSON.stringify(metadata))}"></${METADATA_ELEMENT}>
    <div id="kibana-body"></div>
    <script src="${metadata.base_path}/bootstrap.js"></script>
  </body>
</html>
`;
}

const escapeAttribute = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
