/** `core.chrome.docTitle`: what it is called with, and then the title that the page came with. */
export function createDocTitle(page: { title: string }) {
  const own = page.title;
  return {
    change(title: string | readonly string[]) {
      page.title = [...(typeof title === 'string' ? [title] : title), own]
        .filter((part) => part !== '')
        .join(' - ');
    },
  };
}
