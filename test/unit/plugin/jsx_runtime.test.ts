import { createElement, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Fragment, jsx, jsxs } from '../../../public/kibana/jsx_runtime.ts';

const render = (element: ReactElement) => renderToStaticMarkup(element);

describe('the runtime of compiled JSX', () => {
  it('makes what createElement makes', () => {
    const made = jsxs('p', { id: 'x', children: ['a', jsx('b', { children: 'c' })] });
    expect(render(made)).toBe(render(createElement('p', { id: 'x' }, 'a', createElement('b', null, 'c'))));
    expect(render(jsx(Fragment, { children: 'alone' }))).toBe('alone');
    expect(render(jsx('br', {}))).toBe('<br/>');
  });

  it('asks for no keys of children that stand in the source, and for those of a list', () => {
    const items = () => ['a', 'b'].map((text) => jsx('li', { children: text }));
    const inSource = items();
    const inList = items();
    jsxs('ul', { children: inSource });
    jsx('ul', { children: inList });
    // What React's development build notes on a child that needs no key; only a browser says the rest aloud.
    const areExcused = (children: readonly ReactElement[]) =>
      children.map((child) => (child as ReactElement & { _store: { validated?: boolean } })._store.validated);
    expect(areExcused(inSource)).toEqual([true, true]);
    expect(areExcused(inList)).toEqual([false, false]);
  });

  it('passes keys on', () => {
    expect(jsx('li', {}, 'k').key).toBe('k');
    expect(jsxs('li', { children: ['a', 'b'] }, 'k').key).toBe('k');
    expect(jsx('li', {}).key).toBeNull();
  });

  it("gives the css property to Kibana's Emotion", () => {
    expect(render(jsx('i', { css: { color: 'red' }, children: 'x' }))).toMatch(/<i class="css-/);
  });
});
