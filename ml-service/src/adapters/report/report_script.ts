/** What moves in the report: searching and sorting templates, and opening the one that a link names. */
export const REPORT_SCRIPT = `
const table = document.getElementById('templates');
const search = document.getElementById('search');
const found = document.getElementById('found');
const texts = new Map([...table.tBodies].map((body) => [body, body.textContent.toLowerCase()]));

function filter() {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  for (const [body, text] of texts) {
    body.hidden = !words.every((word) => text.includes(word));
    if (!body.hidden) shown += 1;
  }
  found.textContent = words.length === 0 ? '' : shown + ' found';
}

function sort(header) {
  const descending = header.getAttribute('aria-sort') !== 'descending';
  for (const other of header.parentElement.cells) other.removeAttribute('aria-sort');
  header.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
  const key = (body) => body.rows[0].cells[header.cellIndex].dataset.key;
  const numeric = header.dataset.kind === 'number';
  const compare = (a, b) => (numeric ? key(a) - key(b) : key(a).localeCompare(key(b)));
  table.append(...[...table.tBodies].sort((a, b) => (descending ? compare(b, a) : compare(a, b))));
}

function expand(opener, open) {
  opener.setAttribute('aria-expanded', open);
  opener.closest('tbody').rows[1].hidden = !open;
}

function openNamed() {
  const body = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!texts.has(body)) return;
  search.value = '';
  filter();
  expand(body.querySelector('.opener'), true);
  body.scrollIntoView({ block: 'center' });
}

search.addEventListener('input', filter);
table.addEventListener('click', ({ target }) => {
  const opener = target.closest('.opener');
  if (opener) expand(opener, opener.getAttribute('aria-expanded') === 'false');
  const header = target.closest('th[data-kind]');
  if (header) sort(header);
});
addEventListener('hashchange', openNamed);
openNamed();
`;
