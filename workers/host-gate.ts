import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../db/connection.js';
import { holdHost, leavePlace, takePlace } from '../db/hosts.js';
import type { HostGate } from '../src/fetch/client.js';

/** A wait longer than this is spent in the queue, so that the worker can do something else meanwhile. */
const LONGEST_WAIT_HERE_MS = 1500;

/** The host has no place for this job soon; the job is to come back after `waitMs`. */
export class HostBusy extends Error {
  override name = 'HostBusy';
  readonly waitMs: number;

  constructor(host: string, waitMs: number) {
    super(`${host} has no place before ${waitMs} ms`);
    this.waitMs = waitMs;
  }
}

const holders = new AsyncLocalStorage<string>();

/** Runs a job under its own name, by which a host keeps its place while the job waits in the queue. */
export function asHolder<T>(name: string, work: () => Promise<T>): Promise<T> {
  return holders.run(name, work);
}

export interface GateLimits {
  hostDelayMs: number;
  hostConcurrency: number;
  fetchTimeoutMs: number;
  /** Hosts (with port) that need no politeness: the sample's own. */
  exempt: string[];
}

/** One share of each host for all workers of all processes, kept in Postgres. */
export function createHostGate(db: Database, limits: GateLimits): HostGate {
  return {
    async enter(host, delayMs, signal) {
      if (limits.exempt.includes(host)) return () => {};
      const holder = holders.getStore() ?? randomUUID();
      const place = {
        delayMs: Math.max(limits.hostDelayMs, delayMs),
        concurrency: limits.hostConcurrency,
        leaseMs: limits.fetchTimeoutMs + 30_000,
      };
      for (;;) {
        const waitMs = await takePlace(db, host, holder, place);
        if (waitMs === 0) return () => leavePlace(db, host, holder);
        if (waitMs > LONGEST_WAIT_HERE_MS) throw new HostBusy(host, waitMs);
        await sleep(waitMs, undefined, { signal });
      }
    },
    async hold(host, ms) {
      if (!limits.exempt.includes(host)) await holdHost(db, host, ms);
    },
  };
}
