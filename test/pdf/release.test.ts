import { describe, expect, it } from 'vitest';
import { isPdf, readPdfRelease } from '../../src/pdf/read.js';
import { bombOf, centered, pdfOf, printed } from '../support/pdf.js';

const CONTEXT = { url: 'https://ag.jefferson.example/press/nightlight.pdf', zone: 'America/New_York' };
const TITLE = 'Judge Orders Sale of Nightlight Car Seats Stopped';

const TEXT = [
  'ADAIR, Jefferson – Attorney General Morgan Hale said today that a judge has ordered the makers of the Nightlight car seat to stop selling it in Jefferson until it has been tested again.',
  'Three low-income families told the office that the buckle came open while they drove. The company had known of forty such cases since 2021 and had told nobody.',
  '“A parent who buckles a child in has done her part,” said Attorney General Hale. “The company had one job, and that was to make the buckle stay shut.”',
  'The order holds until a hearing on April 9. Families who own the seat may bring it back to any store for the full price, with or without a receipt, and should not use it in the meantime.',
  'The case was brought by Assistant Attorneys General Priya Nair and Owen Castle of the Consumer Protection Bureau, with the help of the engineers of the state university at Millbrook.',
];

/** Two pages with letterhead, contacts beside the date, a title in bold type, and what runs over pages. */
function release(info: { Title?: string } = {}, title = TITLE): Buffer {
  const head = [
    centered('STATE OF JEFFERSON', 740, { size: 11, bold: true }),
    centered('OFFICE OF THE ATTORNEY GENERAL', 726, { size: 11, bold: true }),
    { text: 'FOR IMMEDIATE RELEASE', x: 72, y: 696 },
    { text: 'Contact: Dana Whitlock', x: 400, y: 696 },
    { text: 'March 5, 2024', x: 72, y: 682 },
    { text: '(202) 555-0188', x: 400, y: 682 },
    centered(title, 650, { bold: true }),
    centered('Buckles came open in forty cases', 634),
  ];
  const first = [...head, ...printed(TEXT.slice(0, 3), 604), { text: '-more-', x: 290, y: 40 }];
  const second = [
    { text: 'Attorney General Hale, March 5, 2024, page 2', x: 72, y: 750 },
    ...printed(TEXT.slice(3), 720),
    centered('###', 560),
    centered('100 Capitol Square, Adair, JF 00001', 40, { size: 9 }),
  ];
  return pdfOf([first, second], info);
}

describe('a release published as a PDF', () => {
  it('is read as a page is: title, date, paragraphs, language', async () => {
    const { document, warnings } = await readPdfRelease(release(), CONTEXT);
    expect(document).toMatchObject({
      title: TITLE,
      published: '2024-03-05',
      precision: 'day',
      language: 'en-US',
      url: CONTEXT.url,
      canonical: CONTEXT.url,
    });
    expect(document?.body.split('\n\n')).toEqual(['Buckles came open in forty cases', ...TEXT]);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['where the text bears it out, as it is written', TITLE, TITLE.toUpperCase(), TITLE],
    ['not where it is of an older release', 'Hale Names New Chief of Staff', TITLE, TITLE],
    ['not where it is a file', 'Microsoft Word - release FINAL 2.docx', TITLE, TITLE],
  ])('takes its title from its metadata %s', async (_when, stated, printedTitle, expected) => {
    const { document } = await readPdfRelease(release({ Title: stated }, printedTitle), CONTEXT);
    expect(document?.title).toBe(expected);
  });

  it('is parted into paragraphs where only an indent or a short line parts them, and takes the date of its line', async () => {
    const dated = ['March 7, 2024 (ADAIR) — The Office of the Attorney General has moved.', ...TEXT.slice(1)];
    const lines = dated.flatMap((paragraph) => printed([paragraph], 0));
    const set = lines.map((line, index) => {
      const begins = dated.some((paragraph) => paragraph.startsWith(line.text));
      return { ...line, x: begins ? 90 : 72, y: 700 - index * 14 };
    });
    const { document } = await readPdfRelease(pdfOf([[centered(TITLE, 740, { size: 18 }), ...set]]), CONTEXT);
    expect(document).toMatchObject({ title: TITLE, published: '2024-03-07' });
    expect(document?.body.split('\n\n')).toEqual(dated);
  });

  it.each([
    ['a picture of a text', pdfOf([[]]), 'without text'],
    ['damaged', Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog'), 'cannot be read'],
    ['cut off', release().subarray(0, 700), 'PDF'],
  ])('is refused and named where it is %s', async (_what, bytes, detail) => {
    expect(isPdf(bytes)).toBe(true);
    const { document, refusal } = await readPdfRelease(bytes, CONTEXT);
    expect(document).toBeNull();
    expect(refusal).toMatchObject({ reason: 'not-html', detail: expect.stringContaining(detail) });
  });

  it('is given up in time and with little memory where it unpacks to hundreds of megabytes', async () => {
    const started = Date.now();
    const limits = { ms: 5000, heapMb: 128, growthMb: 200 };
    const { refusal } = await readPdfRelease(pdfOf([bombOf(600)]), CONTEXT, limits);
    expect(refusal?.detail).toMatch(/too much memory|more than 5 s/);
    expect(Date.now() - started).toBeLessThan(8000);
  });

  it('is given up when it takes too long', async () => {
    const { refusal } = await readPdfRelease(release(), CONTEXT, { ms: 1, heapMb: 128, growthMb: 500 });
    expect(refusal?.detail).toContain('it takes more than 0.001 s');
  });
});

describe('isPdf', () => {
  it('goes by the bytes: some leave rubbish before the mark, and a page may speak of PDFs', () => {
    expect(isPdf(Buffer.concat([Buffer.from('\n\n'), release()]))).toBe(true);
    expect(isPdf(Buffer.from('<!doctype html><title>%PDF-1.7</title>'))).toBe(false);
  });
});
