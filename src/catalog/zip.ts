import type { Readable } from 'node:stream';
import { type Entry, open as openZip, type ZipFile } from 'yauzl';

/** A bill's XML has never reached 10 MB; what claims more is no bill. */
const LARGEST_ENTRY = 256 * 1024 * 1024;

/** One file inside a zip. */
export interface ZipEntry {
  /** Path inside the zip. */
  name: string;
  /** Its bytes, unpacked as they are read. Rejects where it claims to be larger than 256 MB. */
  open(): Promise<Readable>;
}

/**
 * The files of a zip, one after the other, without holding the zip in memory. Each must be read or left before the
 * next is asked for. Rejects where the zip is broken or holds a path that leads out of it.
 */
export async function* readZip(path: string): AsyncGenerator<ZipEntry> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    openZip(path, { lazyEntries: true, autoClose: false }, (error, opened) =>
      error ? reject(error) : resolve(opened),
    );
  });
  try {
    for (;;) {
      const entry = await nextEntry(zip);
      if (!entry) return;
      if (!entry.fileName.endsWith('/')) yield { name: entry.fileName, open: () => openEntry(zip, entry) };
    }
  } finally {
    zip.close();
  }
}

function nextEntry(zip: ZipFile): Promise<Entry | null> {
  return new Promise((resolve, reject) => {
    const settle = (action: () => void): void => {
      zip.removeListener('entry', onEntry);
      zip.removeListener('end', onEnd);
      zip.removeListener('error', onError);
      action();
    };
    const onEntry = (entry: Entry): void => settle(() => resolve(entry));
    const onEnd = (): void => settle(() => resolve(null));
    const onError = (error: Error): void => settle(() => reject(error));
    zip.on('entry', onEntry).on('end', onEnd).on('error', onError);
    zip.readEntry();
  });
}

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  if (entry.uncompressedSize > LARGEST_ENTRY) {
    return Promise.reject(new Error(`${entry.fileName} claims ${entry.uncompressedSize} bytes`));
  }
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
}
