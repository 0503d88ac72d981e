import type { CourseLine } from '../../../../ml-service/src/correlate/course/course_line.ts';

/**
 * Lines from a text: one a word, ten milliseconds apart, `service:template`, an exclamation mark for an error.
 *
 * @example
 * linesOf('gateway:asked stock:out! gateway:answered')
 */
export function linesOf(text: string, start = 0): CourseLine[] {
  return text.split(' ').map((word, index) => {
    const [service = '', template = ''] = word.replace('!', '').split(':');
    return {
      time: start + 10 * index,
      service,
      ...(template !== '' && { template_id: template }),
      level: word.endsWith('!') ? 'ERROR' : 'INFO',
      reference: { _index: 'logs', _id: String(start + index).padStart(9, '0') },
    };
  });
}
