/** What moves in the report: searching and sorting templates, and opening the one that a link names. */
export const REPORT_SCRIPT = `
const table = document.getElementById('templates');
const body = table.tBodies[0];
const search = document.getElementById('search');
const found = document.getElementById('found');
const texts = new Map([...body.rows].map((row) => [row, row.textContent.toLowerCase()]));

function filter() {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  for (const [row, text] of texts) {
    row.hidden = !words.every((word) => text.includes(word));
    if (!row.hidden) shown += 1;
  }
  found.textContent = words.length === 0 ? '' : shown + ' found';
}

function sort(header) {
  const descending = header.getAttribute('aria-sort') !== 'descending';
  for (const other of header.parentElement.cells) other.removeAttribute('aria-sort');
  header.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
  const key = (row) => row.cells[header.cellIndex].dataset.key;
  const numeric = header.dataset.kind === 'number';
  const compare = (a, b) => (numeric ? key(a) - key(b) : key(a).localeCompare(key(b)));
  const rows = [...body.rows].sort((a, b) => (descending ? compare(b, a) : compare(a, b)));
  body.append(...rows);
}

function open() {
  const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!row || row.parentElement !== body) return;
  search.value = '';
  filter();
  row.querySelector('details').open = true;
  row.scrollIntoView({ block: 'center' });
}

search.addEventListener('input', filter);
for (const header of table.tHead.rows[0].cells) header.querySelector('button')?.addEventListener('click', () => sort(header));
addEventListener('hashchange', open);
open();
`;
