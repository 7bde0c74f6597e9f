import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../src/fetch/charset.js';

const QUOTE = '“The Señor’s café” – 5 €';
const inCharset = (text: string, charset: string, addBOM = false) => iconv.encode(text, charset, { addBOM });
const meta = (charset: string) => `<html><head><meta charset="${charset}"></head><p>${QUOTE}</p>`;
const httpEquiv = (charset: string) =>
  `<html><head><META http-equiv=Content-Type content='text/html; charset=${charset}'></head><p>${QUOTE}</p>`;
const prolog = (charset: string) => `<?xml version='1.0' encoding='${charset}'?><rss>${QUOTE}</rss>`;

describe('text is read', () => {
  it.each<[string, Buffer, string | null, string]>([
    [
      'as UTF-8 by its mark, whatever the header says',
      inCharset(QUOTE, 'utf-8', true),
      'text/html; charset=latin1',
      'utf-8',
    ],
    ['as UTF-16 by its mark', inCharset(QUOTE, 'utf-16le', true), 'text/xml; charset=utf-8', 'utf-16le'],
    ['as UTF-16 of the other order by its mark', inCharset(QUOTE, 'utf-16be', true), null, 'utf-16be'],
    ['as UTF-16 without a mark', inCharset(prolog('utf-16'), 'utf-16le'), 'text/xml', 'utf-16le'],
    [
      'as UTF-16 of the other order without a mark',
      inCharset(prolog('utf-16'), 'utf-16be'),
      'text/xml',
      'utf-16be',
    ],
    [
      'as UTF-8 where it is valid, against the header',
      inCharset(QUOTE, 'utf-8'),
      'text/html; charset=iso-8859-1',
      'utf-8',
    ],
    [
      'as UTF-8 where it is valid, against the meta',
      inCharset(meta('iso-8859-1'), 'utf-8'),
      'text/html',
      'utf-8',
    ],
    ['by the header', inCharset(QUOTE, 'windows-1252'), 'text/html; charset="windows-1252"', 'windows-1252'],
    [
      'as windows-1252 where the header says latin-1, as browsers do',
      inCharset(QUOTE, 'windows-1252'),
      'text/html;charset=ISO-8859-1',
      'windows-1252',
    ],
    [
      'by the header before the meta',
      inCharset(meta('windows-1251'), 'windows-1252'),
      'text/html; charset=cp1252',
      'windows-1252',
    ],
    ['by the meta', inCharset(meta('windows-1252'), 'windows-1252'), 'text/html', 'windows-1252'],
    ['by an old meta', inCharset(httpEquiv('iso-8859-1'), 'windows-1252'), 'text/html', 'windows-1252'],
    ['by the XML prolog', inCharset(prolog('windows-1252'), 'windows-1252'), 'text/xml', 'windows-1252'],
    [
      'by the meta where the header lies that it is UTF-8',
      inCharset(meta('windows-1252'), 'windows-1252'),
      'text/html; charset=utf-8',
      'windows-1252',
    ],
    [
      'as windows-1252 where everything lies that it is UTF-8',
      inCharset(meta('utf-8'), 'windows-1252'),
      'text/html; charset=utf-8',
      'windows-1252',
    ],
    ['as windows-1252 where nothing is said', inCharset(QUOTE, 'windows-1252'), null, 'windows-1252'],
    [
      'as windows-1252 where the header names no charset',
      inCharset(QUOTE, 'windows-1252'),
      'text/html; charset=klingon',
      'windows-1252',
    ],
    [
      'as windows-1252 where the header names what is none',
      inCharset(QUOTE, 'windows-1252'),
      'text/html; charset=base64',
      'windows-1252',
    ],
  ])('%s', (_, bytes, contentType, charset) => {
    const decoded = decodeText(bytes, contentType);
    expect(decoded.charset).toBe(charset);
    expect(decoded.text).toContain(QUOTE);
  });

  it('in Japanese and Russian by their labels', () => {
    expect(decodeText(inCharset('議員の声明', 'shift_jis'), 'text/html; charset=Shift_JIS').text).toBe(
      '議員の声明',
    );
    expect(decodeText(inCharset('Заявление', 'windows-1251'), 'text/html; charset=windows-1251').text).toBe(
      'Заявление',
    );
  });

  it('without its byte order mark', () => {
    expect(decodeText(inCharset(QUOTE, 'utf-8', true), null).text).toBe(QUOTE);
  });

  it('as UTF-8 though one character of it is cut', () => {
    const cut = Buffer.concat([
      inCharset(`${QUOTE} `, 'utf-8'),
      Buffer.from([0xe2, 0x80]),
      Buffer.from(' …'),
    ]);
    const decoded = decodeText(cut, 'text/html; charset=utf-8');
    expect(decoded.charset).toBe('utf-8');
    expect(decoded.text).toContain(QUOTE);
    expect(decoded.text).toContain('\ufffd');
  });

  it('to nothing where there is nothing', () => {
    expect(decodeText(new Uint8Array(0), null)).toEqual({ text: '', charset: 'utf-8' });
  });

  it('from a part of a larger buffer', () => {
    const large = Buffer.from('before|middle|after');
    expect(decodeText(large.subarray(7, 13), null).text).toBe('middle');
  });
});
