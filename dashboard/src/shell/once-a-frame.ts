/** A function that runs once before the browser paints next, however often it is called. */
export function onceAFrame(work: () => void): { (): void; cancel(): void } {
  let asked = 0;
  const ask = (): void => {
    asked ||= requestAnimationFrame(() => {
      asked = 0;
      work();
    });
  };
  return Object.assign(ask, { cancel: () => cancelAnimationFrame(asked) });
}
