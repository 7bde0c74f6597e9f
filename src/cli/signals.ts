/**
 * A signal that is aborted when the program is asked to stop (Ctrl-C, SIGTERM). Asked a second time, it ends
 * at once: what was under way is done again at the next start.
 */
export function untilStopped(): AbortSignal {
  const controller = new AbortController();
  const stop = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(name === 'SIGINT' ? 130 : 143);
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}
