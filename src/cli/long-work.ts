import cliProgress from 'cli-progress';

/** Where nobody watches a bar, a line this often. */
const LINE_MS = 10_000;

/** Shows on standard error how far something is that takes long. */
export class LongWork {
  readonly #bar: cliProgress.SingleBar | null;
  readonly #what: string;
  readonly #total: number;
  #lastLine = Date.now();

  /** @param what as `importing` */
  constructor(what: string, total: number) {
    this.#what = what;
    this.#total = total;
    this.#bar = process.stderr.isTTY
      ? new cliProgress.SingleBar(
          {
            format: `${what} {bar} {percentage}% · {note} · {eta_formatted}`,
            stream: process.stderr,
            hideCursor: true,
          },
          cliProgress.Presets.shades_classic,
        )
      : null;
    this.#bar?.start(Math.max(total, 1), 0, { note: '' });
  }

  update(done: number, note: string): void {
    this.#bar?.update(Math.min(done, this.#total), { note });
    if (this.#bar === null && Date.now() - this.#lastLine > LINE_MS) {
      this.#lastLine = Date.now();
      process.stderr.write(
        `${this.#what}: ${Math.floor((done / Math.max(this.#total, 1)) * 100)}% · ${note}\n`,
      );
    }
  }

  stop(): void {
    this.#bar?.stop();
  }
}
