import type { z } from 'zod';
import type {
  ErrorShareConfig,
  FrequencyConfig,
  NewTemplateConfig,
  SeasonalConfig,
  WarningShareConfig,
} from '../settings/detectors.ts';
import type { Detector } from './detector.ts';
import { errorShareDetector, warningShareDetector } from './shares/detector.ts';
import { frequencyDetector } from './frequency/detector.ts';
import { newTemplateDetector } from './new_template/detector.ts';
import { seasonalDetector } from './seasonal/detector.ts';

/**
 * The detectors of the product, in the order in which they judge a minute.
 *
 * @param settings - What is not named has its default.
 * @throws LogAiError `config_invalid`.
 */
export function detectorsOf(
  settings: {
    readonly frequency?: z.input<typeof FrequencyConfig>;
    readonly seasonal?: z.input<typeof SeasonalConfig>;
    readonly error_share?: z.input<typeof ErrorShareConfig>;
    readonly warning_share?: z.input<typeof WarningShareConfig>;
    readonly new_template?: z.input<typeof NewTemplateConfig>;
  } = {},
): readonly Detector[] {
  return [
    // It notes since when sources are known, which the others go by.
    newTemplateDetector(settings.new_template),
    frequencyDetector(settings.frequency),
    seasonalDetector(settings.seasonal),
    errorShareDetector(settings.error_share),
    warningShareDetector(settings.warning_share),
  ];
}
