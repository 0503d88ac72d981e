import type { BuildOptions } from 'esbuild';

export declare const SERVICE_BUNDLE: BuildOptions;
