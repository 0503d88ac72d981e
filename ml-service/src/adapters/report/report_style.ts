/** The style of the report, light and dark. */
export const REPORT_STYLE = `
:root {
  color-scheme: light dark;
  --page: #f6f8fa; --card: #ffffff; --line: #d9dfe6; --text: #1f2733; --soft: #5b6676;
  --accent: #0b64c4; --slot: #0b64c4; --slot-card: #e8f1fc; --bar: #7aa7d9;
  --red: #b3261e; --red-card: #fdecea; --amber: #8a5300; --amber-card: #fff3dc; --blue-card: #e8f1fc; --grey-card: #eef1f5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f141b; --card: #171e27; --line: #2c3643; --text: #e3e8ef; --soft: #97a3b4;
    --accent: #6fb1ff; --slot: #8cc2ff; --slot-card: #17304c; --bar: #4d7fb5;
    --red: #ff9a91; --red-card: #43201e; --amber: #f5c36b; --amber-card: #3d2e11; --blue-card: #17304c; --grey-card: #222b36;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 1500px; margin: 0 auto; padding: 24px; }
h1 { font-size: 20px; margin: 0 0 2px; overflow-wrap: anywhere; }
h2 { font-size: 16px; margin: 0 0 12px; }
h3 { font-size: 14px; margin: 20px 0 8px; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
code { font: 12.5px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 16px; margin-top: 16px; }
.facts { display: flex; flex-wrap: wrap; gap: 12px 32px; margin: 14px 0 0; }
.facts div { min-width: 90px; }
.facts dt { color: var(--soft); font-size: 12px; }
.facts dd { margin: 0; font-size: 17px; font-weight: 600; font-variant-numeric: tabular-nums; }
.alarm { color: var(--red); }
.spark { display: block; width: 132px; height: 24px; fill: var(--bar); }
.overall .spark { width: 100%; height: 56px; margin-top: 16px; }
.ends { display: flex; justify-content: space-between; font-size: 12px; color: var(--soft); border-top: 1px solid var(--line); }
.badge { display: inline-block; min-width: 42px; padding: 0 8px; border-radius: 10px; text-align: center; font-size: 12px; font-weight: 600; line-height: 20px; background: var(--grey-card); color: var(--soft); white-space: nowrap; }
.critical, .error { background: var(--red-card); color: var(--red); }
.warning { background: var(--amber-card); color: var(--amber); }
.minor { background: var(--blue-card); color: var(--accent); }
.list { list-style: none; margin: 0; padding: 0; }
.list li { display: flex; gap: 12px; padding: 8px 0; border-top: 1px solid var(--line); }
.list li:first-child { border-top: 0; }
.list li > div { min-width: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 7px 10px; border-top: 1px solid var(--line); }
thead th { border-top: 0; color: var(--soft); font-size: 12px; font-weight: 600; white-space: nowrap; }
th button { all: unset; cursor: pointer; }
th button:hover, th button:focus-visible { color: var(--accent); text-decoration: underline; }
th[aria-sort="ascending"] button::after { content: " ▲"; }
th[aria-sort="descending"] button::after { content: " ▼"; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.time { white-space: nowrap; font-variant-numeric: tabular-nums; color: var(--soft); }
.service { max-width: 230px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.wide { width: 60%; }
.half { width: 45%; }
.id { white-space: nowrap; }
summary { cursor: pointer; margin: 12px 0; }
.opener { all: unset; cursor: pointer; display: block; position: relative; padding-left: 16px; }
.opener::before { content: "▸"; position: absolute; left: 0; color: var(--soft); }
.opener[aria-expanded="true"]::before { content: "▾"; }
.opener:hover code, .opener:focus-visible code { text-decoration: underline; text-decoration-color: var(--line); }
.opener[aria-expanded="false"] code { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
.slot { color: var(--slot); background: var(--slot-card); border-radius: 3px; padding: 0 2px; }
.inside { contain: inline-size; overflow-x: auto; margin: 0 0 8px 24px; padding-left: 12px; border-left: 2px solid var(--line); }
.inside table { width: auto; margin: 0 0 8px; }
.inside td, .inside th { padding: 3px 20px 3px 0; font-size: 12.5px; white-space: nowrap; }
.inside td:last-child { white-space: normal; }
tr:has(> td > .inside) > td { border-top: 0; padding-top: 0; }
pre { margin: 8px 0; white-space: pre-wrap; overflow-wrap: anywhere; font: 12.5px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.bar { display: flex; flex-wrap: wrap; gap: 12px; align-items: baseline; margin-bottom: 12px; }
.bar h2 { margin: 0; }
input[type="search"] { flex: 1 1 240px; max-width: 460px; padding: 6px 10px; font: inherit; color: inherit; background: var(--page); border: 1px solid var(--line); border-radius: 6px; }
tbody:target { background: var(--amber-card); }
footer { margin: 20px 0 8px; font-size: 12px; color: var(--soft); }
@media (max-width: 1100px) { .late { display: none; } }
@media (max-width: 820px) { main { padding: 12px; } .card { padding: 12px; } .later { display: none; } th, td { padding: 6px; } .service { max-width: 130px; } .id { white-space: normal; } .half { width: 75%; } }
@media (max-width: 560px) { .last { display: none; } }
@media print { input { display: none; } body { background: none; } .card { break-inside: avoid; } }
`;
