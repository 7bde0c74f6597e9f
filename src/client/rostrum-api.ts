/**
 * Rostrum
 * 0.1.0
 * DO NOT MODIFY - This file has been generated using oazapfts.
 * See https://www.npmjs.com/package/oazapfts
 */
import * as Oazapfts from "@oazapfts/runtime";
import * as QS from "@oazapfts/runtime/query";
export const defaults: Oazapfts.Defaults<Oazapfts.CustomHeaders> = {
    headers: {},
    baseUrl: "http://localhost:8080/api/v1"
};
const oazapfts = Oazapfts.runtime(defaults);
export const servers = {
    server1: "http://localhost:8080/api/v1"
};
export type Evidence = {
    /** In UTF-16 code units of title, blank line, text. */
    start: number;
    end: number;
    text: string;
};
export type Publisher = {
    /** Its own statement. */
    statement: number;
    official: string | null;
    name: string;
    url: string;
};
export type Highlight = {
    text: string;
    /** Where in `text` the words stand, in UTF-16 code units. */
    marks: {
        start: number;
        end: number;
    }[];
};
export type Statement = {
    id: number;
    /** A day, `2018-03-22`; or where the minute is known RFC 3339 with the newsroom’s offset. Null where nothing is. */
    published: string | null;
    /** Whoever published it, by id. */
    official: string | null;
    /** Name of the official, or of the newsroom where there is none. */
    name: string;
    /** R, D, I: of whoever spoke, on that day. Null where it is not known. */
    party: string | null;
    /** senate, attorney-general or house. */
    office: string;
    /** State of the newsroom, two letters. */
    state: string;
    title: string;
    /** Where it was published. */
    url: string;
    /** live; missing, since one visit did not find it; gone, when that was proved. */
    statement_state: string;
    bills: {
        bill: string;
        /** title, number or acronym. */
        method: string;
        /** From 0 to 1. */
        confidence: number;
        evidence: Evidence[];
    }[];
    topics: string[];
    /** How many quotes were found in it. */
    quotes: number;
    /** How many contents it has had. */
    revisions: number;
    /** Where several newsrooms published the same release: all of them. Else null. */
    joint: {
        id: number;
        publishers: Publisher[];
    } | null;
    highlight?: Highlight;
};
export type StatementList = {
    /** How many there are in all, as far as was counted. */
    total: number;
    /** There are `total` or more: no further was counted. */
    total_is_capped: boolean;
    statements: Statement[];
    /** Address of the next page; null where this is the last. Also in the Link header. */
    next: string | null;
    /** The cursor of the next page. */
    next_cursor: string | null;
};
export type Problem = {
    "type": string;
    title: string;
    status: number;
    /** What is wrong, and what to send instead. */
    detail: string;
    /** Each parameter that is wrong. */
    errors?: {
        parameter: string;
        detail: string;
    }[];
};
export type WholeStatement = {
    id: number;
    /** A day, `2018-03-22`; or where the minute is known RFC 3339 with the newsroom’s offset. Null where nothing is. */
    published: string | null;
    /** Whoever published it, by id. */
    official: string | null;
    /** Name of the official, or of the newsroom where there is none. */
    name: string;
    /** R, D, I: of whoever spoke, on that day. Null where it is not known. */
    party: string | null;
    /** senate, attorney-general or house. */
    office: string;
    /** State of the newsroom, two letters. */
    state: string;
    title: string;
    /** Where it was published. */
    url: string;
    /** live; missing, since one visit did not find it; gone, when that was proved. */
    statement_state: string;
    /** Its text: paragraphs with a blank line between. */
    body: string | null;
    /** Links of the text. */
    links: {
        url: string;
        text: string;
    }[] | null;
    language: string | null;
    /** The newsroom it was found in. */
    source: string;
    /** Every address it was found under. */
    addresses: string[];
    first_seen: string;
    last_seen: string;
    missing_since: string | null;
    /** Number of the revision that is current. */
    revision: number | null;
    /** Where several newsrooms published the same release: all of them. Else null. */
    joint: {
        id: number;
        publishers: Publisher[];
    } | null;
    /** Null while its tags are being made. */
    tagged_at: string | null;
    tag_error: string | null;
    bills: {
        bill_id: string;
        /** title, number or acronym. */
        method: string;
        confidence: number;
        /** The bill index holds it. */
        known: boolean;
        evidence: Evidence[];
        companions: string[];
    }[];
    topics: {
        topic_id: string;
        score: number;
        evidence: Evidence[];
    }[];
    quotes: {
        position: number;
        /** In UTF-16 code units of title, blank line, text. */
        starts_at: number;
        ends_at: number;
        text: string;
        speaker: string;
        official_id: string | null;
        role: string | null;
        verb: string | null;
    }[];
    mentions: {
        official_id: string;
        /** In UTF-16 code units of title, blank line, text. */
        starts_at: number;
        ends_at: number;
        text: string;
    }[];
    /** What may be a bill and was not tagged as one, and why. */
    doubts: {
        kind: "ambiguous" | "unresolved";
        text: string;
        candidates: string[];
        evidence: Evidence[];
        reason: string;
    }[];
    revisions: {
        /** From 1. */
        "number": number;
        title: string;
        /** A day, `2018-03-22`; or where the minute is known RFC 3339 with the newsroom’s offset. Null where nothing is. */
        published: string | null;
        first_seen: string;
        last_seen: string;
        /** It is what the statement says now. */
        current: boolean;
        /** The bytes of its page are still kept. */
        kept: boolean;
        /** Length of its text. */
        characters: number;
    }[];
    /** found, edited, missing, gone, returned: what became of it, and when. */
    history: {
        at: string;
        event: string;
        revision: number | null;
    }[];
};
export type Revision = {
    statement: number;
    /** From 1. */
    "number": number;
    title: string;
    /** A day, `2018-03-22`; or where the minute is known RFC 3339 with the newsroom’s offset. Null where nothing is. */
    published: string | null;
    first_seen: string;
    last_seen: string;
    /** It is what the statement says now. */
    current: boolean;
    /** The bytes of its page are still kept. */
    kept: boolean;
    body: string;
    links: {
        url: string;
        text: string;
    }[];
    /** What changed from the revision before; null for the first. */
    changed: {
        "from": number;
        to: number;
        /** Word by word; null where nothing changed. */
        title: {
            op: "same" | "added" | "removed";
            text: string;
        }[] | null;
        published: {
            "from": string | null;
            to: string | null;
        } | null;
        /** Word by word; null where nothing changed. */
        body: {
            op: "same" | "added" | "removed";
            text: string;
        }[] | null;
        links: {
            added: string[];
            removed: string[];
        };
    } | null;
};
export type Quote = {
    /** As the release names the speaker. */
    speaker: string;
    role: string | null;
    /** The speaker, where the catalogue knows them. */
    official: string | null;
    /** R, D, I: of whoever spoke, on that day. Null where it is not known. */
    party: string | null;
    office: string | null;
    state: string | null;
    /** said, added … */
    verb: string | null;
    text: string;
    /** A day, `2018-03-22`; or where the minute is known RFC 3339 with the newsroom’s offset. Null where nothing is. */
    published: string | null;
    statement: number;
    /** Title of the statement it stands in. */
    title: string;
    url: string;
    /** live; missing, since one visit did not find it; gone, when that was proved. */
    statement_state: string;
};
export type QuoteList = {
    quotes: Quote[];
    /** Address of the next page; null where this is the last. Also in the Link header. */
    next: string | null;
    /** The cursor of the next page. */
    next_cursor: string | null;
};
export type Bill = {
    id: string;
    /** Null where the index does not hold it. */
    title: string | null;
    introduced: string | null;
    sponsor: string | null;
    policy_area: string | null;
};
export type Official = {
    id: string;
    /** Senators carry one. */
    bioguide: string | null;
    name: string;
    first: string;
    last: string;
    aliases: string[];
    terms: {
        /** senate, attorney-general or house. */
        office: string;
        state: string;
        /** Open Civic Data division id. */
        division: string;
        party: string;
        /** Included. */
        start: string;
        /** Not included; null while there is none known. */
        end: string | null;
    }[];
};
export type Found = {
    /** By number or title, at most ten; on the first page only. */
    bills: Bill[];
    /** By name, at most ten; on the first page only. */
    officials: Official[];
    statements: Statement[];
    /** Address of the next page; null where this is the last. Also in the Link header. */
    next: string | null;
    /** The cursor of the next page. */
    next_cursor: string | null;
};
export type BillList = {
    bills: Bill[];
    /** Address of the next page; null where this is the last. Also in the Link header. */
    next: string | null;
    /** The cursor of the next page. */
    next_cursor: string | null;
};
export type WholeBill = {
    id: string;
    /** As it is printed. */
    label: string;
    congress: number;
    title: string | null;
    titles: {
        kind: string;
        title: string;
    }[];
    introduced: string | null;
    sponsor: {
        name: string;
        bioguide: string | null;
    } | null;
    policy_area: string | null;
    subjects: string[];
    /** Bills that travel with it. */
    companions: string[];
    /** Public laws that it became, as 115-164. */
    laws: string[];
    /** The index holds it; else it is only cited. */
    known: boolean;
    /** A release of several newsrooms counts once. */
    statements: number;
    officials: number;
    first: string | null;
    last: string | null;
    parties: {
        party: string | null;
        statements: number;
    }[];
};
export type Timeline = {
    bill: string;
    days: {
        day: string;
        statements: number;
        officials: number;
        democrats: number;
        republicans: number;
        others: number;
        senators: number;
        attorneys_general: number;
        representatives: number;
    }[];
};
export type SilentOfficial = {
    /** By id. */
    official: string;
    name: string;
    party: string | null;
    /** senate, attorney-general or house. */
    office: string;
    state: string;
    in_office_from: string;
    /** Not included. */
    in_office_until: string;
    /** Newest statement on anything: where it is null or old, silence may be a newsroom that was not read. */
    latest_statement: string | null;
};
export type Silence = {
    bill: string;
    officials: SilentOfficial[];
};
export type OfficialList = {
    officials: Official[];
    /** Address of the next page; null where this is the last. Also in the Link header. */
    next: string | null;
    /** The cursor of the next page. */
    next_cursor: string | null;
};
export type WholeOfficial = {
    id: string;
    /** Senators carry one. */
    bioguide: string | null;
    name: string;
    first: string;
    last: string;
    aliases: string[];
    terms: {
        /** senate, attorney-general or house. */
        office: string;
        state: string;
        /** Open Civic Data division id. */
        division: string;
        party: string;
        /** Included. */
        start: string;
        /** Not included; null while there is none known. */
        end: string | null;
    }[];
    /** How many are theirs, as far as was counted. */
    statements: number;
    statements_is_capped: boolean;
    newest: {
        id: number;
        /** A day, `2018-03-22`; or where the minute is known RFC 3339 with the newsroom’s offset. Null where nothing is. */
        published: string | null;
        title: string;
    } | null;
};
export type Topic = {
    id: string;
    name: string;
    /** One of this archive’s own, beside the policy areas of Congress. */
    own: boolean;
};
export type TopicList = {
    topics: Topic[];
};
export type Source = {
    id: string;
    name: string;
    /** senate, attorney-general or house. */
    office: string;
    state: string;
    /** How it is read: feed, listing, wordpress or sitemap. */
    kind: string;
    url: string;
    /** It is visited on schedule. */
    enabled: boolean;
    health: "good" | "failing" | "never tried" | "disabled";
    last_tried: string | null;
    last_good: string | null;
    /** The last visit that found something new. */
    last_new: string | null;
    next_visit: string;
    /** Visits that failed since the last good one. */
    failures: number;
    error_kind: string | null;
    error: string | null;
    /** Where the address comes from, or why there is none to read. */
    evidence: string;
    newest_statement: string | null;
};
export type SourceList = {
    sources: Source[];
};
export type WholeSource = {
    id: string;
    name: string;
    /** senate, attorney-general or house. */
    office: string;
    state: string;
    /** How it is read: feed, listing, wordpress or sitemap. */
    kind: string;
    url: string;
    /** It is visited on schedule. */
    enabled: boolean;
    health: "good" | "failing" | "never tried" | "disabled";
    last_tried: string | null;
    last_good: string | null;
    /** The last visit that found something new. */
    last_new: string | null;
    next_visit: string;
    /** Visits that failed since the last good one. */
    failures: number;
    error_kind: string | null;
    error: string | null;
    /** Where the address comes from, or why there is none to read. */
    evidence: string;
    newest_statement: string | null;
    /** How many were found there. */
    statements: number;
};
export type SourceChange = {
    /** Whether it is visited on schedule. */
    enabled: boolean;
};
export type CrawlRequest = {
    /** Newsrooms by id. */
    sources?: string[];
    /** Every enabled one. */
    all?: boolean;
    /** Enabled ones of an office. */
    office?: "senate" | "attorney-general" | "ag" | "house";
    /** Enabled ones of a state. */
    state?: string;
    /** Walk back through older pages until this day. */
    since?: string;
    /** Read at most so many pages of each listing. */
    pages?: number;
    /** Fetch everything again, whatever validators say. */
    force?: boolean;
    /** Only say which newsrooms it would be. */
    dry_run?: boolean;
};
export type DryRun = {
    dry_run: true;
    sources: string[];
    options: {
        since?: string;
        pages?: number;
        force?: boolean;
    };
};
export type AcceptedCrawl = {
    id: number;
    /** The same was under way already: it is that one. */
    joined: boolean;
    sources: string[];
    /** How far it is. */
    url: string;
    /** The same as server-sent events. */
    events: string;
};
export type CrawlList = {
    crawls: {
        id: number;
        /** The command, or `api`. */
        asked_by: string;
        options: {
            since?: string;
            pages?: number;
            force?: boolean;
        };
        created: string;
        finished: string | null;
        /** How many newsrooms. */
        sources: number;
    }[];
    /** Address of the next page; null where this is the last. Also in the Link header. */
    next: string | null;
    /** The cursor of the next page. */
    next_cursor: string | null;
};
export type Visit = {
    source: string;
    /** waiting, polled or failed. */
    state: string;
    /** Pages of its listing that were read. */
    pages: number;
    found: number;
    /** Releases to read. */
    items: number;
    /** Of those, not read yet. */
    waiting: number;
    "new": number;
    changed: number;
    unchanged: number;
    /** Missing or gone. */
    gone: number;
    failed: number;
    error_kind: string | null;
    error: string | null;
};
export type Crawl = {
    id: number;
    /** The command, or `api`. */
    asked_by: string;
    options: {
        since?: string;
        pages?: number;
        force?: boolean;
    };
    created: string;
    finished: string | null;
    /** Everything was visited, read and tagged. */
    done: boolean;
    /** Statements read whose tags are not made yet. */
    untagged: number;
    sources: Visit[];
    /** Releases that could not be read, the first hundred. */
    failures: {
        source: string;
        url: string;
        error_kind: string | null;
        error: string | null;
    }[];
};
export type AlertFilter = {
    /** Statements that cite this bill. */
    bill?: string;
    /** With `bill`: its companions, too, as they are then. */
    companions?: boolean;
    /** A topic by its id. */
    topic?: string;
    /** An official by id. */
    official?: string;
    /** The office of whoever spoke. */
    office?: "senate" | "attorney-general" | "ag" | "house";
    /** Two letters. */
    state?: string;
    /** The party of whoever spoke, on that day. */
    party?: string;
    /** Words of the text: all of them, `"a phrase"`, `word*`, `or`, `-without`. */
    q?: string;
};
export type AlertRequest = {
    /** Told in what is sent. */
    name: string;
    filter: AlertFilter;
    /** Where to post to; this or `mail`. */
    webhook?: string;
    /** One mail address; this or `webhook`. */
    mail?: string;
    /** All of a day at once, at this hour; else each as it is found. */
    daily?: {
        hour: number;
        zone: string;
    };
    /** Tell again of a statement whose text was changed. */
    revisions?: boolean;
    /** Begin with what was published on this day; else with what is published from now on. */
    since?: string;
};
export type AddedAlert = {
    id: number;
    name: string;
    /** webhook or mail. */
    channel: string;
    address: string;
    /** As it was asked for. */
    filter: {
        [key: string]: any;
    };
    /** Its hour, and when that is next; null where it tells at once. */
    daily: {
        hour: number;
        zone: string;
        next: string;
    } | null;
    revisions: boolean;
    since: string | null;
    /** active; paused; stopped, `reason` says why; unsubscribed, by whoever reads it. */
    state: string;
    reason: string | null;
    created_by: string;
    created: string;
    /** Deliveries that are still to be received. */
    waiting: number;
    /** Deliveries that were given up. */
    dead: number;
    last_sent: string | null;
    /** Why the one that waits first was not received yet. */
    error: string | null;
    /** What its webhooks are signed with, shown this once; null for mail. */
    secret: string | null;
};
export type Alert = {
    id: number;
    name: string;
    /** webhook or mail. */
    channel: string;
    address: string;
    /** As it was asked for. */
    filter: {
        [key: string]: any;
    };
    /** Its hour, and when that is next; null where it tells at once. */
    daily: {
        hour: number;
        zone: string;
        next: string;
    } | null;
    revisions: boolean;
    since: string | null;
    /** active; paused; stopped, `reason` says why; unsubscribed, by whoever reads it. */
    state: string;
    reason: string | null;
    created_by: string;
    created: string;
    /** Deliveries that are still to be received. */
    waiting: number;
    /** Deliveries that were given up. */
    dead: number;
    last_sent: string | null;
    /** Why the one that waits first was not received yet. */
    error: string | null;
};
export type AlertList = {
    alerts: Alert[];
};
export type AlertChange = {
    /** Whether it looks and sends. */
    paused: boolean;
    /** With `paused: false`: leave out what was published meanwhile. */
    skip?: boolean;
};
export type AcceptedDeliveries = {
    /** Their numbers. */
    deliveries: number[];
};
export type Delivery = {
    id: number;
    alert: number;
    /** Its webhook-id, the same at every try. */
    key: string;
    kind: string;
    statements: number[];
    /** waiting, sent, or dead: given up. */
    state: string;
    attempts: number;
    /** What the last try was answered with. */
    status: number | null;
    error: string | null;
    created: string;
    tried: string | null;
    sent: string | null;
    next_try: string | null;
};
export type DeliveryList = {
    deliveries: Delivery[];
    /** Address of the next page; null where this is the last. Also in the Link header. */
    next: string | null;
    /** The cursor of the next page. */
    next_cursor: string | null;
};
export type Redelivery = {
    /** One delivery, whether it was received or not. */
    delivery?: number;
    /** All that were given up. */
    dead?: true;
};
/**
 * Who said what, newest first
 */
export function listStatements({ bill, companions, topic, official, office, state, party, since, until, q, sort, limit, cursor }: {
    bill?: string;
    companions?: true | false;
    topic?: string;
    official?: string;
    office?: "senate" | "attorney-general" | "ag" | "house";
    state?: string;
    party?: string;
    since?: string;
    until?: string;
    q?: string;
    sort?: "newest" | "relevance";
    limit?: number;
    cursor?: string;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: StatementList;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>(`/statements${QS.query(QS.explode({
        bill,
        companions,
        topic,
        official,
        office,
        state,
        party,
        since,
        until,
        q,
        sort,
        limit,
        cursor
    }))}`, {
        ...opts
    });
}
/**
 * The same list as CSV
 */
export function listStatementsAsCsv({ bill, companions, topic, official, office, state, party, since, until, q, sort, limit, cursor }: {
    bill?: string;
    companions?: true | false;
    topic?: string;
    official?: string;
    office?: "senate" | "attorney-general" | "ag" | "house";
    state?: string;
    party?: string;
    since?: string;
    until?: string;
    q?: string;
    sort?: "newest" | "relevance";
    limit?: number;
    cursor?: string;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: string;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>(`/statements.csv${QS.query(QS.explode({
        bill,
        companions,
        topic,
        official,
        office,
        state,
        party,
        since,
        until,
        q,
        sort,
        limit,
        cursor
    }))}`, {
        ...opts
    });
}
/**
 * The same list, one JSON object a line
 */
export function listStatementsAsNdjson({ bill, companions, topic, official, office, state, party, since, until, q, sort, limit, cursor }: {
    bill?: string;
    companions?: true | false;
    topic?: string;
    official?: string;
    office?: "senate" | "attorney-general" | "ag" | "house";
    state?: string;
    party?: string;
    since?: string;
    until?: string;
    q?: string;
    sort?: "newest" | "relevance";
    limit?: number;
    cursor?: string;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: string;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>(`/statements.ndjson${QS.query(QS.explode({
        bill,
        companions,
        topic,
        official,
        office,
        state,
        party,
        since,
        until,
        q,
        sort,
        limit,
        cursor
    }))}`, {
        ...opts
    });
}
/**
 * One statement: its text, its tags with what proves them, every content it has had
 */
export function getStatement({ id }: {
    id: number;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: WholeStatement;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 404;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>(`/statements/${encodeURIComponent(id)}`, {
        ...opts
    });
}
/**
 * One content that a statement had, and what changed from the one before
 */
export function getRevision({ id, $number }: {
    id: number;
    $number: number;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Revision;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 404;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>(`/statements/${encodeURIComponent(id)}/revisions/${encodeURIComponent($number)}`, {
        ...opts
    });
}
/**
 * Quotes in the statements that pass the filters, newest first
 */
export function listQuotes({ bill, companions, topic, official, office, state, party, since, until, q, limit, cursor }: {
    bill?: string;
    companions?: true | false;
    topic?: string;
    official?: string;
    office?: "senate" | "attorney-general" | "ag" | "house";
    state?: string;
    party?: string;
    since?: string;
    until?: string;
    q?: string;
    limit?: number;
    cursor?: string;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: QuoteList;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>(`/quotes${QS.query(QS.explode({
        bill,
        companions,
        topic,
        official,
        office,
        state,
        party,
        since,
        until,
        q,
        limit,
        cursor
    }))}`, {
        ...opts
    });
}
/**
 * Bills, officials and statements for what somebody typed
 */
export function search({ bill, companions, topic, official, office, state, party, since, until, q, sort, limit, cursor }: {
    bill?: string;
    companions?: true | false;
    topic?: string;
    official?: string;
    office?: "senate" | "attorney-general" | "ag" | "house";
    state?: string;
    party?: string;
    since?: string;
    until?: string;
    q: string;
    sort?: "newest" | "relevance";
    limit?: number;
    cursor?: string;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Found;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>(`/search${QS.query(QS.explode({
        bill,
        companions,
        topic,
        official,
        office,
        state,
        party,
        since,
        until,
        q,
        sort,
        limit,
        cursor
    }))}`, {
        ...opts
    });
}
/**
 * Bills of the index, by number; or with `q` those that fit best
 */
export function listBills({ q, congress, $type, limit, cursor }: {
    q?: string;
    congress?: number;
    $type?: "s" | "hr" | "sres" | "hres" | "sjres" | "hjres" | "sconres" | "hconres";
    limit?: number;
    cursor?: string;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: BillList;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>(`/bills${QS.query(QS.explode({
        q,
        congress,
        "type": $type,
        limit,
        cursor
    }))}`, {
        ...opts
    });
}
/**
 * One bill, and how much was said about it
 */
export function getBill({ id }: {
    id: string;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: WholeBill;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 404;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>(`/bills/${encodeURIComponent(id)}`, {
        ...opts
    });
}
/**
 * When it was spoken of, by party and office
 */
export function getTimeline({ id }: {
    id: string;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Timeline;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 404;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>(`/bills/${encodeURIComponent(id)}/timeline`, {
        ...opts
    });
}
/**
 * Who was in office in its Congress and has not spoken of it
 */
export function getSilence({ id, office, state, party }: {
    id: string;
    office?: "senate" | "attorney-general" | "ag" | "house";
    state?: string;
    party?: string;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Silence;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 404;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>(`/bills/${encodeURIComponent(id)}/silent${QS.query(QS.explode({
        office,
        state,
        party
    }))}`, {
        ...opts
    });
}
/**
 * Senators and attorneys general with their terms, by id
 */
export function listOfficials({ office, state, party, current, name, bioguide, limit, cursor }: {
    office?: "senate" | "attorney-general" | "ag" | "house";
    state?: string;
    party?: string;
    current?: true | false;
    name?: string;
    bioguide?: string;
    limit?: number;
    cursor?: string;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: OfficialList;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>(`/officials${QS.query(QS.explode({
        office,
        state,
        party,
        current,
        name,
        bioguide,
        limit,
        cursor
    }))}`, {
        ...opts
    });
}
/**
 * One official, and how much they said
 */
export function getOfficial({ id }: {
    id: string;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: WholeOfficial;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 404;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>(`/officials/${encodeURIComponent(id)}`, {
        ...opts
    });
}
/**
 * Every topic that statements are tagged with
 */
export function listTopics(opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: TopicList;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>("/topics", {
        ...opts
    });
}
/**
 * Every newsroom, and how it fares
 */
export function listSources({ office, state, health, enabled }: {
    office?: "senate" | "attorney-general" | "ag" | "house";
    state?: string;
    health?: "good" | "failing" | "never tried" | "disabled";
    enabled?: true | false;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: SourceList;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>(`/sources${QS.query(QS.explode({
        office,
        state,
        health,
        enabled
    }))}`, {
        ...opts
    });
}
/**
 * One newsroom
 */
export function getSource({ id }: {
    id: string;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: WholeSource;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 404;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>(`/sources/${encodeURIComponent(id)}`, {
        ...opts
    });
}
/**
 * Visit a newsroom on schedule, or no more
 */
export function updateSource({ id, sourceChange }: {
    id: string;
    sourceChange: SourceChange;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: WholeSource;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 401;
        data: Problem;
    } | {
        status: 403;
        data: Problem;
    } | {
        status: 404;
        data: Problem;
    } | {
        status: 415;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>(`/sources/${encodeURIComponent(id)}`, oazapfts.json({
        ...opts,
        method: "PATCH",
        body: sourceChange
    }));
}
/**
 * Visit newsrooms now
 */
export function startCrawl({ crawlRequest }: {
    crawlRequest: CrawlRequest;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: DryRun;
    } | {
        status: 202;
        data: AcceptedCrawl;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 401;
        data: Problem;
    } | {
        status: 403;
        data: Problem;
    } | {
        status: 415;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>("/crawls", oazapfts.json({
        ...opts,
        method: "POST",
        body: crawlRequest
    }));
}
/**
 * Crawls that were asked for, the newest first
 */
export function listCrawls({ limit, cursor }: {
    limit?: number;
    cursor?: number;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: CrawlList;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>(`/crawls${QS.query(QS.explode({
        limit,
        cursor
    }))}`, {
        ...opts
    });
}
/**
 * One crawl, and how far it is
 */
export function getCrawl({ id }: {
    id: number;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Crawl;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 404;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>(`/crawls/${encodeURIComponent(id)}`, {
        ...opts
    });
}
/**
 * Progress of a crawl as server-sent events
 */
export function watchCrawl({ id, lastEventId }: {
    id: number;
    lastEventId?: string;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: string;
    } | {
        status: 204;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 404;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    } | {
        status: 503;
        data: Problem;
    }>(`/crawls/${encodeURIComponent(id)}/events`, {
        ...opts,
        headers: oazapfts.mergeHeaders(opts?.headers, {
            "Last-Event-ID": lastEventId
        })
    });
}
/**
 * Have what passes a filter sent, by webhook or by mail
 */
export function addAlert({ alertRequest }: {
    alertRequest: AlertRequest;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 201;
        data: AddedAlert;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 401;
        data: Problem;
    } | {
        status: 403;
        data: Problem;
    } | {
        status: 415;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>("/alerts", oazapfts.json({
        ...opts,
        method: "POST",
        body: alertRequest
    }));
}
/**
 * Every alert, and how it fares
 */
export function listAlerts(opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: AlertList;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 401;
        data: Problem;
    } | {
        status: 403;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>("/alerts", {
        ...opts
    });
}
/**
 * One alert
 */
export function getAlert({ id }: {
    id: number;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Alert;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 401;
        data: Problem;
    } | {
        status: 403;
        data: Problem;
    } | {
        status: 404;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>(`/alerts/${encodeURIComponent(id)}`, {
        ...opts
    });
}
/**
 * Pause an alert, or let it go on
 */
export function updateAlert({ id, alertChange }: {
    id: number;
    alertChange: AlertChange;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: Alert;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 401;
        data: Problem;
    } | {
        status: 403;
        data: Problem;
    } | {
        status: 404;
        data: Problem;
    } | {
        status: 415;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>(`/alerts/${encodeURIComponent(id)}`, oazapfts.json({
        ...opts,
        method: "PATCH",
        body: alertChange
    }));
}
/**
 * Remove an alert with all that it was still to send
 */
export function removeAlert({ id }: {
    id: number;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 204;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 401;
        data: Problem;
    } | {
        status: 403;
        data: Problem;
    } | {
        status: 404;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>(`/alerts/${encodeURIComponent(id)}`, {
        ...opts,
        method: "DELETE"
    });
}
/**
 * Send a trial, before all that waits
 */
export function testAlert({ id }: {
    id: number;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 202;
        data: AcceptedDeliveries;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 401;
        data: Problem;
    } | {
        status: 403;
        data: Problem;
    } | {
        status: 404;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>(`/alerts/${encodeURIComponent(id)}/test`, {
        ...opts,
        method: "POST"
    });
}
/**
 * What an alert has sent, is to send and has given up, the newest first
 */
export function listDeliveries({ id, state, limit, cursor }: {
    id: number;
    state?: "waiting" | "sent" | "dead";
    limit?: number;
    cursor?: number;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 200;
        data: DeliveryList;
    } | {
        status: 304;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 401;
        data: Problem;
    } | {
        status: 403;
        data: Problem;
    } | {
        status: 404;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>(`/alerts/${encodeURIComponent(id)}/deliveries${QS.query(QS.explode({
        state,
        limit,
        cursor
    }))}`, {
        ...opts
    });
}
/**
 * Send again what was given up, or one delivery whatever came of it
 */
export function redeliver({ id, redelivery }: {
    id: number;
    redelivery: Redelivery;
}, opts?: Oazapfts.RequestOpts) {
    return oazapfts.fetchJson<{
        status: 202;
        data: AcceptedDeliveries;
    } | {
        status: 400;
        data: Problem;
    } | {
        status: 401;
        data: Problem;
    } | {
        status: 403;
        data: Problem;
    } | {
        status: 404;
        data: Problem;
    } | {
        status: 415;
        data: Problem;
    } | {
        status: 429;
        data: Problem;
    }>(`/alerts/${encodeURIComponent(id)}/redeliver`, oazapfts.json({
        ...opts,
        method: "POST",
        body: redelivery
    }));
}
