import { once } from 'node:events';
import { createWriteStream, type WriteStream, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { capturesAfter, countCaptures } from '../../../db/captures.js';
import { currentMark } from '../../../db/changes.js';
import { archiveId } from '../../../db/settings.js';
import { readConfig } from '../../config.js';
import { programVersion } from '../../version.js';
import { ExportFiles, type ExportJob, type ExportResult, markText, readMark } from './job.js';
import { pageRecords, recordId, warcinfoRecord } from './warc-record.js';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** A file is ended when it has grown to this; what the standard recommends. */
const FILE_BYTES = 1_000_000_000;
const BATCH = 50;

/**
 * Every kept page as WARC 1.1, each record compressed for itself, so that a reader can begin at any.
 * @param fileBytes begins a new file at this size
 * @throws CursorError when the cursor is none of this archive
 */
export async function exportWarc(job: ExportJob, fileBytes = FILE_BYTES): Promise<ExportResult> {
  const archive = await archiveId(job.db);
  const files = new ExportFiles(job.directory, job.since);
  const begun = new Date();
  const stamp = begun.toISOString().replace(/\D/g, '').slice(0, 14);
  const notes: string[] = [];
  let file: WarcFile | null = null;
  try {
    const result = await job.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (trx) => {
        const mark = await currentMark(trx);
        const since = job.since === null ? null : readMark(job.since, mark);
        const total = await countCaptures(trx, since);
        let opened = 0;
        let written = 0;
        for (let after = 0; ; ) {
          const captures = await capturesAfter(trx, since, after, BATCH);
          if (captures.length === 0) break;
          for (const capture of captures) {
            after = capture.id;
            const payload = await decompress(capture.page ?? Buffer.alloc(0)).catch(() => null);
            if (payload === null) {
              notes.push(`the kept bytes of ${capture.url} cannot be read: see rostrum doctor --deep`);
              continue;
            }
            if (file === null) {
              const path = files.open(`rostrum-${stamp}-${String(opened).padStart(5, '0')}.warc.gz`);
              opened += 1;
              file = await WarcFile.begin(path, archive, begun);
            }
            const page = {
              name: `${archive}/${capture.id}`,
              url: capture.url,
              requestedUrl: capture.requested_url,
              fetchedAt: capture.fetched_at,
              status: capture.status,
              requestHeaders: capture.request_headers as Record<string, string>,
              headers: capture.headers as Record<string, string>,
              payload,
            };
            await file.write(pageRecords(page, file.infoId));
            written += 1;
            job.onProgress(written, total);
            if (file.bytes >= fileBytes) {
              await file.end();
              file = null;
            }
          }
        }
        await file?.end();
        return { written, cursor: markText(mark), notes };
      });
    const names = files.keep();
    writeFileSync(
      join(job.directory, 'export.json'),
      `${JSON.stringify({ format: 'warc', made_at: begun, since: job.since, ...result, files: names }, null, 2)}\n`,
    );
    return { ...result, files: names };
  } catch (error) {
    (file as WarcFile | null)?.abandon();
    files.drop();
    throw error;
  }
}

/** One file being written. */
class WarcFile {
  readonly infoId: string;
  bytes = 0;
  readonly #stream: WriteStream;
  #failure: Error | null = null;

  private constructor(path: string, infoId: string) {
    this.infoId = infoId;
    this.#stream = createWriteStream(path);
    this.#stream.on('error', (error) => {
      this.#failure = error;
    });
  }

  /** @param path where it is written for now; it ends in `.part` */
  static async begin(path: string, archive: string, at: Date): Promise<WarcFile> {
    const name = basename(path, '.part');
    const own = `${archive}/${name}`;
    const file = new WarcFile(path, recordId(own, 'warcinfo'));
    const { contact } = readConfig();
    const fields = {
      software: `Rostrum/${programVersion()}`,
      format: 'WARC File Format 1.1',
      conformsTo: 'http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/',
      isPartOf: `rostrum-${archive}`,
      robots: 'obey',
      ...(contact === null ? {} : { operator: contact }),
    };
    await file.write([warcinfoRecord({ name: own, file: name, at }, fields)]);
    return file;
  }

  async write(records: Buffer[]): Promise<void> {
    for (const record of records) {
      const bytes = await compress(record);
      if (this.#failure !== null) throw this.#failure;
      this.bytes += bytes.byteLength;
      if (!this.#stream.write(bytes)) await once(this.#stream, 'drain');
    }
  }

  async end(): Promise<void> {
    this.#stream.end();
    await once(this.#stream, 'close');
    if (this.#failure !== null) throw this.#failure;
  }

  abandon(): void {
    this.#stream.destroy();
  }
}
