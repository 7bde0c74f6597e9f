import { constants, deflateRawSync, deflateSync } from 'node:zlib';

/** A line to print: `x` and `y` in points from the lower left corner of a page of 612 × 792. */
export interface PrintedLine {
  text: string;
  x: number;
  y: number;
  /** 12 where absent. */
  size?: number;
  bold?: boolean;
}

/** Windows-1252 as a PDF string: what is no plain character is written in octal. */
function pdfString(text: string): string {
  const marks: Record<string, number> = {
    '“': 0x93,
    '”': 0x94,
    '‘': 0x91,
    '’': 0x92,
    '–': 0x96,
    '—': 0x97,
    '•': 0x95,
  };
  let written = '';
  for (const char of text) {
    const code = marks[char] ?? char.charCodeAt(0);
    written += /[()\\]/.test(char) || code > 126 ? `\\${code.toString(8).padStart(3, '0')}` : char;
  }
  return `(${written})`;
}

/**
 * Makes a PDF of pages of lines, set in Helvetica, its streams compressed as office programs do.
 * @param pages lines, or a stream that is already compressed
 */
export function pdfOf(pages: (PrintedLine[] | Buffer)[], info: { Title?: string } = {}): Buffer {
  const objects: (string | Buffer)[] = [];
  const add = (body: string | Buffer) => objects.push(body);
  const pageIds = pages.map((_, index) => 5 + index * 2);
  add('<< /Type /Catalog /Pages 2 0 R /Lang (en-US) >>');
  add(`<< /Type /Pages /Kids [${pageIds.map((id) => `${id} 0 R`).join(' ')}] /Count ${pages.length} >>`);
  for (const font of ['Helvetica', 'Helvetica-Bold'])
    add(`<< /Type /Font /Subtype /Type1 /BaseFont /${font} /Encoding /WinAnsiEncoding >>`);
  for (const [index, lines] of pages.entries()) {
    const id = pageIds[index] ?? 0;
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents ${id + 1} 0 R >>`,
    );
    const stream = Buffer.isBuffer(lines) ? lines : deflateSync(lines.map(drawn).join('\n'));
    add(
      Buffer.concat([
        Buffer.from(`<< /Length ${stream.length} /Filter /FlateDecode >>\nstream\n`),
        stream,
        Buffer.from('\nendstream'),
      ]),
    );
  }
  add(
    `<< ${Object.entries(info)
      .map(([name, value]) => `/${name} ${pdfString(value)}`)
      .join(' ')} >>`,
  );
  return written(objects, objects.length);
}

function drawn({ text, x, y, size = 12, bold = false }: PrintedLine): string {
  return `BT /F${bold ? 2 : 1} ${size} Tf 1 0 0 1 ${x} ${y} Tm ${pdfString(text)} Tj ET`;
}

/** A stream of so many megabytes of spaces in a thousandth of them. */
export function bombOf(megabytes: number): Buffer {
  const megabyte = deflateRawSync(Buffer.alloc(1_000_000, ' '), { finishFlush: constants.Z_SYNC_FLUSH });
  const header = Buffer.from([0x78, 0x9c]);
  return Buffer.concat([header, ...Array.from({ length: megabytes }, () => megabyte), deflateRawSync('')]);
}

function written(objects: (string | Buffer)[], infoId: number): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  const put = (part: string | Buffer) => {
    const bytes = Buffer.from(part);
    parts.push(bytes);
    length += bytes.length;
  };
  for (const [index, body] of objects.entries()) {
    offsets.push(length);
    put(`${index + 1} 0 obj\n`);
    put(body);
    put('\nendobj\n');
  }
  const start = length;
  put(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`);
  for (const offset of offsets) put(`${String(offset).padStart(10, '0')} 00000 n \n`);
  put(
    `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info ${infoId} 0 R >>\nstartxref\n${start}\n%%EOF\n`,
  );
  return Buffer.concat(parts);
}

/** From margin to margin. */
const MEASURE = 468;

/** About as wide as Helvetica sets it. */
function widthOf(text: string, size = 12): number {
  let width = 0;
  for (const char of text) {
    if (/[ijl.,;:’‘'!|]/.test(char)) width += 0.25;
    else if (/[ tfr()“”-]/.test(char)) width += 0.3;
    else if (/[mwMW—]/.test(char)) width += 0.83;
    else width += /[A-Z]/.test(char) ? 0.69 : 0.55;
  }
  return width * size;
}

/** A text as an office program sets it: paragraphs of lines, each to the margin, with a gap between paragraphs. */
export function printed(paragraphs: string[], top: number): PrintedLine[] {
  const lines: PrintedLine[] = [];
  let y = top;
  for (const paragraph of paragraphs) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && widthOf(`${line} ${word}`) > MEASURE) {
        lines.push({ text: line, x: 72, y });
        y -= 14;
        line = '';
      }
      line += (line === '' ? '' : ' ') + word;
    }
    lines.push({ text: line, x: 72, y });
    y -= 26;
  }
  return lines;
}

/** A line set in the middle of the page. */
export function centered(text: string, y: number, set: { size?: number; bold?: boolean } = {}): PrintedLine {
  return { text, x: 306 - widthOf(text, set.size) / 2, y, ...set };
}
