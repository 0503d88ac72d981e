import { useEffect, useState } from 'react';

/**
 * False until what stands around is on the screen. A chart takes as long to draw as the rest of a page: with it in the
 * same frame, the rest would wait.
 */
export function usePainted(): boolean {
  const [isPainted, setPainted] = useState(false);
  useEffect(() => {
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => setPainted(true));
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  return isPainted;
}
