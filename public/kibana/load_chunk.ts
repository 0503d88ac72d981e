import type * as AppChunk from './app_chunk.tsx';

declare global {
  interface Window {
    /** Where a chunk puts its exports, by its name. */
    __logAiChunks__?: { app?: typeof AppChunk };
  }
}

/** The folder that this bundle came from, known only while it runs for the first time. */
const FOLDER = ((document.currentScript as HTMLScriptElement | null)?.src ?? '').replace(/[^/]*$/, '');

let loading: Promise<typeof AppChunk> | undefined;

/** Loads the app once. A failed attempt is forgotten, so that opening the app again tries again. */
export function loadAppChunk(): Promise<typeof AppChunk> {
  loading ??= addScript(`${FOLDER}logAi.chunk.app.js`).then(
    () => {
      const chunk = window.__logAiChunks__?.app;
      if (!chunk) throw new Error('The app of Log AI came without its content: reload the page.');
      return chunk;
    },
    (error: unknown) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

function addScript(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = src;
    script.async = true;
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => {
      script.remove();
      reject(new Error('The app of Log AI could not be loaded: check the connection and reload the page.'));
    });
    document.head.append(script);
  });
}
