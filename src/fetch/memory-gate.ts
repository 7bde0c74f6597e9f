import type { HostGate } from './client.js';

interface Host {
  /** Turns under way. */
  inside: number;
  /** Milliseconds since 1970 before which nobody may enter. */
  openAt: number;
  waiting: Waiting[];
  timer: NodeJS.Timeout | null;
}

interface Waiting {
  delayMs: number;
  admit(): void;
}

/**
 * A gate for one process, as the command line's own looks at pages need it; workers share one in the database.
 * @param options.delayMs between the starts of two requests to one host
 * @param options.concurrency requests to one host at once
 */
export function createMemoryGate(options: { delayMs: number; concurrency: number }): HostGate {
  const hosts = new Map<string, Host>();

  function admitNext(name: string, host: Host): void {
    if (host.timer !== null || host.inside >= options.concurrency) return;
    const next = host.waiting[0];
    const waitMs = host.openAt - Date.now();
    if (waitMs > 0) {
      // Kept also while nobody waits: forgetting the host would forget its delay.
      host.timer = setTimeout(() => {
        host.timer = null;
        admitNext(name, host);
      }, waitMs);
      if (next === undefined) host.timer.unref();
    } else if (next !== undefined) {
      host.waiting.shift();
      host.inside += 1;
      host.openAt = Date.now() + Math.max(options.delayMs, next.delayMs);
      next.admit();
      admitNext(name, host);
    } else if (host.inside === 0) {
      hosts.delete(name);
    }
  }

  function hostOf(name: string): Host {
    const host = hosts.get(name) ?? { inside: 0, openAt: 0, waiting: [], timer: null };
    hosts.set(name, host);
    return host;
  }

  return {
    hold(name, ms) {
      const host = hostOf(name);
      host.openAt = Math.max(host.openAt, Date.now() + ms);
      if (host.timer !== null) clearTimeout(host.timer);
      host.timer = null;
      admitNext(name, host);
    },
    enter(name, delayMs, signal) {
      if (signal?.aborted) return Promise.reject(signal.reason);
      const host = hostOf(name);
      return new Promise((resolve, reject) => {
        const giveUp = () => {
          host.waiting = host.waiting.filter((other) => other !== waiting);
          if (host.waiting.length === 0) host.timer?.unref();
          reject(signal?.reason);
        };
        const waiting: Waiting = {
          delayMs,
          admit() {
            signal?.removeEventListener('abort', giveUp);
            let left = false;
            resolve(() => {
              if (left) return;
              left = true;
              host.inside -= 1;
              admitNext(name, host);
            });
          },
        };
        signal?.addEventListener('abort', giveUp, { once: true });
        host.waiting.push(waiting);
        host.timer?.ref();
        admitNext(name, host);
      });
    },
  };
}
