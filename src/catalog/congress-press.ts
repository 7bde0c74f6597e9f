import { z } from 'zod';
import { addressDay } from '../addressdate.js';
import { canonicalAddress } from '../discover/address.js';
import type { Office } from '../model.js';

/** One line of the open congress-press data set, as it is. */
const pressLine = z.object({
  url: z.string(),
  title: z.string().nullish(),
  date: z.string().nullish(),
  date_source: z.string().nullish(),
  source: z.string().nullish(),
  domain: z.string().nullish(),
  scraper: z.string().nullish(),
  member: z
    .object({
      bioguide_id: z.string().nullish(),
      name: z.string().nullish(),
      party: z.string().nullish(),
      state: z.string().nullish(),
      chamber: z.string().nullish(),
    })
    .nullish(),
  text: z.string().nullish(),
  collected_at: z.string().nullish(),
  updated_at: z.string().nullish(),
});

type PressLine = z.infer<typeof pressLine>;

/** Whom the data set names as the author. */
export interface PressMember {
  bioguide: string;
  name: string;
  /** `R`, `D`, `I`. */
  party: string;
  state: string;
  office: Office;
}

/** Who published a release of the data set, where and when. */
export interface PressHead {
  url: string;
  /** `YYYY-MM-DD`; null where none is known. */
  day: string | null;
  /** The office whose newsroom the address is: decided by the address, not by the member. */
  office: Office;
  /** Host of the newsroom, without `www.`: `allen.house.gov`. */
  host: string;
  /** The listing it was found on. */
  listing: string | null;
  member: PressMember | null;
  /** When the data set saw it first and last. */
  collected: Date | null;
  updated: Date | null;
}

/** A release of the data set, read. */
export interface PressRelease extends PressHead {
  /** The address that is its identity. */
  address: string;
  title: string;
  body: string;
}

/** Why a line was not kept. */
export type Refusal =
  | { reason: 'not-json'; detail: string }
  | { reason: 'not-a-release'; detail: string }
  | { reason: 'no-address'; detail: string }
  | { reason: 'no-text'; detail: string }
  | { reason: 'no-office'; detail: string };

/** Reads one line. Never throws: what cannot be kept comes back with its reason. */
export function readPressLine(line: string): { release: PressRelease } | { refusal: Refusal } {
  const read = readHead(line);
  if ('refusal' in read) return read;
  const { head, line: data } = read;
  const body = cleanText(data.text ?? '');
  const title = cleanText(data.title ?? '').replace(/\s+/g, ' ');
  return {
    release: {
      ...head,
      address: canonicalAddress(head.url),
      title: title === '' ? (body.split('\n', 1)[0] ?? '').slice(0, 200) : title,
      body,
    },
  };
}

/** Reads of one line who, where and when, and not what; null where the line will not be kept. */
export function readPressHead(line: string): PressHead | null {
  const read = readHead(line);
  return 'head' in read ? read.head : null;
}

function readHead(line: string): { head: PressHead; line: PressLine } | { refusal: Refusal } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return refuse('not-json', error instanceof Error ? error.message : String(error));
  }
  const parsed = pressLine.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return refuse('not-a-release', `${issue?.path.join('.') || 'the line'}: ${issue?.message}`);
  }
  const { data } = parsed;
  const address = data.url.trim();
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return refuse('no-address', `"${data.url.slice(0, 200)}" is no http or https address`);
  }
  if (!/[^\s\p{Cc}]/u.test(data.text ?? '')) return refuse('no-text', `${url.href} comes without its text`);
  const host = (data.domain ?? url.host).toLowerCase().replace(/^www\./, '');
  const member = readMember(data.member);
  const office = officeOf(host) ?? officeOf(url.host) ?? member?.office ?? null;
  if (office === null) {
    return refuse('no-office', `${host} is neither of the House nor of the Senate, and no member is named`);
  }
  return {
    line: data,
    head: {
      url: url.href,
      day: readDay(data.date) ?? addressDay(url.href),
      office,
      host,
      listing: data.source ?? null,
      member,
      collected: readMoment(data.collected_at),
      updated: readMoment(data.updated_at),
    },
  };
}

function refuse(reason: Refusal['reason'], detail: string): { refusal: Refusal } {
  return { refusal: { reason, detail } };
}

function officeOf(host: string): Office | null {
  if (/(^|\.)house\.gov$/i.test(host)) return 'house';
  if (/(^|\.)senate\.gov$/i.test(host)) return 'senate';
  return null;
}

function readMember(member: PressLine['member']): PressMember | null {
  if (!member?.bioguide_id || !member.name) return null;
  return {
    bioguide: member.bioguide_id,
    name: cleanText(member.name),
    party: (member.party ?? '').trim().charAt(0).toUpperCase(),
    state: (member.state ?? '').trim().toUpperCase(),
    office: /^sen/i.test(member.chamber ?? '') ? 'senate' : 'house',
  };
}

/** A day of the calendar; anything else is no date, and the release is kept without one. */
function readDay(text: string | null | undefined): string | null {
  const day = /^(\d{4}-\d{2}-\d{2})(?:$|T)/.exec(text ?? '')?.[1];
  if (day === undefined) return null;
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? null : day;
}

function readMoment(text: string | null | undefined): Date | null {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? null : new Date(time);
}

/** What no database takes and no reader sees is left out; lines end alike. */
function cleanText(text: string): string {
  return (
    text
      .replace(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
      // Half of a character is none.
      .replace(/\p{Surrogate}/gu, '\ufffd')
      .trim()
  );
}
