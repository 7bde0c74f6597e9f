import type { ComponentChildren } from 'preact';
import type { Highlight } from '../../../report/highlights.js';
import { shortDay } from '../../dates-in-words.js';
import { officeName, partyName } from '../../wording.js';

/** A text with some of its words marked; `marks` in order, none inside another. */
export function Marked({ text, marks }: Highlight) {
  const parts: ComponentChildren[] = [];
  let at = 0;
  for (const { start, end } of marks) {
    if (start < at) continue;
    parts.push(text.slice(at, start), <mark>{text.slice(start, end)}</mark>);
    at = end;
  }
  parts.push(text.slice(at));
  return <>{parts}</>;
}

/** The letter of a party in a shape of its own, so that it is told without its colour. */
export function Party({ party }: { party: string | null }) {
  if (party === null || party === '') return null;
  const known = ['D', 'R', 'I'].includes(party) ? party : 'other';
  return (
    <span class={`party party-${known}`}>
      <span aria-hidden="true">{party}</span>
      <span class="unseen">{partyName(party)}</span>
    </span>
  );
}

/** Somebody's name with party and state, linked where there is a page about them. */
export function Person(props: {
  official: string | null;
  name: string;
  party: string | null;
  state: string | null;
  office?: string | null;
}) {
  return (
    <span class="person">
      <b>
        <bdi>
          {props.official === null ? (
            props.name
          ) : (
            <a href={`/officials/${encodeURIComponent(props.official)}`}>{props.name}</a>
          )}
        </bdi>
      </b>{' '}
      <Party party={props.party} />{' '}
      {props.office && (
        <span class="office">
          {officeName(props.office)}
          {props.state && ', '}
        </span>
      )}
      {props.state && <span class="place">{props.state}</span>}
    </span>
  );
}

/** A day as people read it. */
export function Day({ of }: { of: string | null }) {
  return of === null ? <span class="undated">undated</span> : <time dateTime={of}>{shortDay(of)}</time>;
}

/** One fact of a list of facts. */
export function Fact({ name, long, children }: { name: string; long?: true; children?: ComponentChildren }) {
  return (
    <div class={long ? 'long' : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The heading of a page, with a line above it. */
export function Heading({ kicker, children }: { kicker?: ComponentChildren; children: ComponentChildren }) {
  return (
    <hgroup class="heading">
      {kicker !== undefined && <p class="kicker">{kicker}</p>}
      <h1>{children}</h1>
    </hgroup>
  );
}

/** Whoever has only a keyboard scrolls it after reaching it. */
const REACHED = { tabIndex: 0 };

/** A table that may be wider than its place. */
export function Scroll({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <section class="scroll" aria-label={label} {...REACHED}>
      {children}
    </section>
  );
}
