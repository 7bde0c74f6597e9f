import { bumpIndexVersion } from '../../db/bills.js';
import type { Database } from '../../db/connection.js';
import { listOfficials } from '../../db/officials.js';
import { listSources } from '../../db/sources.js';
import { officialOf } from '../../workers/tagger.js';
import type { PressHead } from '../catalog/congress-press.js';
import { isAuthor, officialFromRecords, type Sighting } from '../catalog/press-member.js';
import { stateZone } from '../catalog/states.js';
import type { Office, Official, Source } from '../model.js';
import { bringOfficials, bringSources } from './catalogue.js';

/** The clock of a newsroom whose state is not known: that of the capital. */
const CAPITAL = 'America/New_York';
const CATALOGUE = 'import';

/** A newsroom of the data set, and the states its authors named. */
interface NewsroomSeen {
  office: Office;
  host: string;
  listing: string | null;
  states: Map<string, number>;
}

interface Missing {
  officials: Official[];
  /** By office and host. */
  sources: Map<string, Source>;
}

/** Whom and what a data set's releases belong to in this archive: officials by Bioguide id, newsrooms by host. */
export class PressPeople {
  readonly #officials = new Map<string, Official>();
  readonly #taken = new Set<string>();
  readonly #sources = new Map<string, Pick<Source, 'id' | 'state' | 'zone'>>();
  readonly #sighted = new Map<string, Sighting>();
  readonly #newsrooms = new Map<string, NewsroomSeen>();
  /** Officials and newsrooms of earlier imports, whose terms may grow. */
  readonly #imported = new Set<string>();

  static async open(db: Database): Promise<PressPeople> {
    const people = new PressPeople();
    for (const row of await listOfficials(db, 'live')) {
      people.#taken.add(row.id);
      if (row.bioguide === null) continue;
      people.#officials.set(row.bioguide, officialOf(row));
      if (row.catalogue === CATALOGUE) people.#imported.add(row.bioguide);
    }
    for (const source of await listSources(db, { scope: 'live' })) {
      // A newsroom that was imported is named after its host; its listing may stand elsewhere.
      const host =
        source.catalogue === CATALOGUE ? source.name : new URL(source.url).host.replace(/^www\./, '');
      people.#sources.set(`${source.office} ${host}`, source);
    }
    return people;
  }

  /** Takes note of who and what a release speaks of, in a first reading. */
  sight(release: PressHead): void {
    const { member, office, host, listing } = release;
    const day = dayOf(release);
    const key = `${office} ${host}`;
    const newsroom = this.#newsrooms.get(key) ?? { office, host, listing, states: new Map() };
    this.#newsrooms.set(key, newsroom);
    if (member === null || !isAuthor(release, this.#officials.get(member.bioguide) ?? null, day)) return;
    newsroom.states.set(member.state, (newsroom.states.get(member.state) ?? 0) + 1);
    if (member.office !== office) return;
    const known = this.#officials.get(member.bioguide);
    if (known !== undefined && !this.#imported.has(member.bioguide)) return;
    const before = this.#sighted.get(member.bioguide);
    const own = known?.terms.find((term) => term.office === office);
    this.#sighted.set(member.bioguide, {
      member,
      host,
      first: [day, before?.first, own?.start].filter((one) => one != null).sort()[0] ?? day,
      last:
        [day, before?.last, lastDay(own?.end)]
          .filter((one) => one != null)
          .sort()
          .at(-1) ?? day,
    });
  }

  /** Officials and newsrooms that the archive does not have yet, and those whose terms have grown. */
  #missing(): Missing {
    const officials: Official[] = [];
    for (const [bioguide, sighting] of this.#sighted) {
      const known = this.#officials.get(bioguide);
      const made = officialFromRecords(sighting, this.#taken);
      const official = known === undefined ? made : { ...known, terms: made.terms };
      this.#taken.add(official.id);
      officials.push(official);
    }
    const sources = new Map<string, Source>();
    for (const [key, newsroom] of this.#newsrooms) {
      if (!this.#sources.has(key)) sources.set(key, sourceOf(newsroom));
    }
    return { officials, sources };
  }

  /** Brings them into the archive. */
  async bring(db: Database): Promise<void> {
    const missing = this.#missing();
    await bringOfficials(db, missing.officials, CATALOGUE);
    await bringSources(db, [...missing.sources.values()], CATALOGUE);
    if (missing.officials.length > 0) await bumpIndexVersion(db);
    this.#take(missing);
  }

  /** Takes them as brought, for a run that writes nothing. */
  assume(): void {
    this.#take(this.#missing());
  }

  #take({ officials, sources }: Missing): void {
    for (const official of officials) this.#officials.set(official.bioguide ?? '', official);
    for (const [key, source] of sources) this.#sources.set(key, source);
  }

  /** Whose a release is. `official` is null where the member named cannot be the author. */
  of(release: PressHead): {
    official: string | null;
    source: string;
    state: string;
    zone: string;
  } {
    const { member, office, host } = release;
    const known = member === null ? null : (this.#officials.get(member.bioguide) ?? null);
    const source = this.#sources.get(`${office} ${host}`);
    if (source === undefined) throw new Error(`no newsroom was made for ${host}`);
    return {
      official: known !== null && isAuthor(release, known, dayOf(release)) ? known.id : null,
      source: source.id,
      state: source.state,
      zone: source.zone,
    };
  }
}

/** The day a release counts for: its own, else that of its collection. */
export function dayOf(release: PressHead): string {
  return release.day ?? (release.collected ?? new Date()).toISOString().slice(0, 10);
}

/** A term's end is the first day after it. */
function lastDay(end: string | null | undefined): string | null {
  if (end == null) return null;
  return new Date(Date.parse(`${end}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

function sourceId(office: Office, host: string): string {
  return `import-${office}-${host.replace(/[^a-z0-9]+/g, '-')}`;
}

function sourceOf({ office, host, listing, states }: NewsroomSeen): Source {
  const state = [...states].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
  return {
    id: sourceId(office, host),
    office,
    state,
    official: null,
    name: host,
    url: listing !== null && URL.canParse(listing) ? listing : `https://${host}/`,
    kind: 'listing',
    zone: stateZone(state) ?? CAPITAL,
    enabled: false,
    evidence: 'named by the congress-press data set; its releases were imported and it is not visited',
  };
}
