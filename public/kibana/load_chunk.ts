import type { ErrorCode } from '../../common/errors.ts';
import type * as AppChunk from './app_chunk.tsx';
import { translate } from './i18n.ts';
import type * as RulesChunk from './rules_chunk.tsx';

/** What is loaded when somebody needs it, by the name of its script. */
interface Chunks {
  readonly app: typeof AppChunk;
  /** The forms of alert rules, which Kibana shows outside the app, too. */
  readonly rules: typeof RulesChunk;
}

declare global {
  interface Window {
    /** Where a chunk puts its exports, by its name. */
    __logAiChunks__?: Partial<Chunks>;
  }
}

/** The folder that this bundle came from, known only while it runs for the first time. */
const FOLDER = ((document.currentScript as HTMLScriptElement | null)?.src ?? '').replace(/[^/]*$/, '');

const loading = new Map<keyof Chunks, Promise<unknown>>();

/**
 * Loads a chunk once. A failed attempt is forgotten, so that opening the app again tries again.
 *
 * @throws Error with the code `app_unreachable` where the script does not come, `app_failed` where it breaks as it runs.
 */
export function loadChunk<Name extends keyof Chunks>(name: Name): Promise<Chunks[Name]> {
  let started = loading.get(name);
  if (!started) {
    started = runScript(name).catch((error: unknown) => {
      loading.delete(name);
      throw error;
    });
    loading.set(name, started);
  }
  return started as Promise<Chunks[Name]>;
}

async function runScript<Name extends keyof Chunks>(name: Name): Promise<Chunks[Name]> {
  await addScript(`${FOLDER}logAi.chunk.${name}.js`);
  const chunk = window.__logAiChunks__?.[name] as Chunks[Name] | undefined;
  if (!chunk)
    throw failure(
      'app_failed',
      translate('logAi.plugin.appFailed', {
        defaultMessage: 'The app failed to start. See the browser console for details.',
      }),
    );
  return chunk;
}

function addScript(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = src;
    script.async = true;
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => {
      script.remove();
      reject(
        failure(
          'app_unreachable',
          translate('logAi.plugin.appUnreachable', {
            defaultMessage: 'Unable to load the app. Check the connection to Kibana.',
          }),
        ),
      );
    });
    document.head.append(script);
  });
}

/** The table of all codes is larger than all of this bundle, which Kibana loads on every page: so no `LogAiError`. */
function failure(code: ErrorCode, message: string): Error & { readonly code: ErrorCode } {
  return Object.assign(new Error(message), { code });
}
