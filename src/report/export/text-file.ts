import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** A file that text is added to, no faster than the disk takes it. */
export class TextFile {
  readonly #stream: WriteStream;

  constructor(path: string) {
    this.#stream = createWriteStream(path, { encoding: 'utf8' });
    // A failure is reported by the next write or by close.
    this.#stream.on('error', () => {});
  }

  async write(text: string): Promise<void> {
    if (this.#stream.errored !== null) throw this.#stream.errored;
    if (!this.#stream.write(text)) await once(this.#stream, 'drain');
  }

  async close(): Promise<void> {
    this.#stream.end();
    await finished(this.#stream);
  }

  /** Closes it as it is. */
  async abandon(): Promise<void> {
    this.#stream.destroy();
    await finished(this.#stream).catch(() => {});
  }
}
