/** Puts a failure in the place of the whole page, as Kibana does: with neither React nor styles that may be what failed. */
export function showFailure({ title, text, detail }: { title: string; text: string; detail?: string }): void {
  const failure = document.createElement('div');
  failure.className = 'hostFailure';
  failure.dataset['testSubj'] = 'fatalErrorScreen';
  failure.append(element('h1', title), element('p', text));
  if (detail !== undefined) failure.append(element('pre', detail));
  document.body.replaceChildren(failure);
}

function element(tag: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}
