import type { ComponentChildren } from 'preact';
import { counted } from '../../wording.js';
import type { Alternate } from '../layout.js';
import type { Given, List } from '../list-request.js';
import { Choice, officeOptions, partyOptions, stateOptions } from './choices.js';
import { StatementList } from './statements.js';

const NAMES: Record<string, string> = {
  'application/atom+xml': 'Atom',
  'application/rss+xml': 'RSS',
  'application/feed+json': 'JSON Feed',
  'application/json': 'JSON',
  'text/csv': 'CSV',
};

/** A list of statements with its filters, its count, its next part, and the same list in other forms. */
export function Statements(props: {
  list: List;
  path: string;
  alternates: Alternate[];
  heading: string;
  /** What to say where nothing was found at all, without any filter. */
  nothing: ComponentChildren;
  topics?: { id: string; name: string }[];
  /** What else is to be said of the count. */
  remark?: string | undefined;
}) {
  const { list, path } = props;
  const filtered = Object.keys(list.given).some((name) => name !== 'sort');
  return (
    <section aria-labelledby="list" class="list">
      <h2 id="list">{props.heading}</h2>
      {(filtered || list.total > 1) && (
        <details class="filters" open={filtered}>
          <summary>Filter this list</summary>
          <FilterForm given={list.given} fixed={list.fixed} path={path} topics={props.topics} />
        </details>
      )}
      {list.problem !== null && (
        <p class="problem" role="alert">
          {list.problem}
        </p>
      )}
      {list.problem === null && list.total > 0 && (
        <p class="count">
          {list.capped
            ? `More than ${list.total.toLocaleString('en-US')} statements`
            : counted(list.total, 'statement')}
          {filtered && (
            <>
              {' '}
              pass these filters. <a href={path}>Clear them</a>
            </>
          )}
          {!filtered && props.remark !== undefined && `. ${props.remark}`}
        </p>
      )}
      {list.problem === null && list.shown.statements.length === 0 && (
        <div class="empty">
          {filtered ? (
            <p>
              No statement passes these filters. <a href={path}>Show all of them</a>
            </p>
          ) : (
            props.nothing
          )}
        </div>
      )}
      <StatementList shown={list.shown} />
      {(list.next !== null || list.start !== null) && (
        <nav aria-label="Parts of the list" class="pager">
          {list.start !== null && <a href={list.start}>Back to the beginning</a>}
          {list.next !== null && (
            <a href={list.next} rel="next">
              More statements
            </a>
          )}
        </nav>
      )}
      {list.problem === null && (
        <p class="forms">
          This list as{' '}
          {props.alternates.map((other, index) => (
            <>
              {index > 0 && ' · '}
              <a href={other.href} type={other.type}>
                {NAMES[other.type] ?? other.type}
              </a>
            </>
          ))}
        </p>
      )}
    </section>
  );
}

function FilterForm(props: {
  given: Given;
  fixed: List['fixed'];
  path: string;
  topics: { id: string; name: string }[] | undefined;
}) {
  const { given, fixed, path } = props;
  return (
    <form method="get" action={path}>
      <fieldset>
        <legend class="unseen">Filters</legend>
        <label class="wide">
          <span>Words</span>
          <input name="q" type="search" value={given.q} maxLength={500} />
        </label>
        {!('official' in fixed) && (
          <>
            <Choice name="party" label="Party" chosen={given.party} options={partyOptions} />
            <Choice name="office" label="Office" chosen={given.office} options={officeOptions} />
            {!('state' in fixed) && (
              <Choice name="state" label="State" chosen={given.state?.toUpperCase()} options={stateOptions} />
            )}
          </>
        )}
        {props.topics !== undefined && (
          <Choice
            name="topic"
            label="Topic"
            chosen={given.topic}
            options={props.topics.map(({ id, name }) => [id, name])}
          />
        )}
        <label class="wide">
          <span>From</span>
          <input name="since" type="date" value={given.since} />
        </label>
        <label class="wide">
          <span>Until</span>
          <input name="until" type="date" value={given.until} />
        </label>
        {given.q !== undefined && (
          <Choice
            name="sort"
            label="Order"
            chosen={given.sort}
            any="Newest first"
            options={[['relevance', 'Best match first']]}
          />
        )}
        {'bill' in fixed && (
          <label class="check">
            <input name="companions" type="checkbox" value="true" checked={given.companions !== undefined} />
            <span>With its companions</span>
          </label>
        )}
        {['bill', 'official'].map(
          (name) =>
            given[name] !== undefined &&
            !(name in fixed) && <input type="hidden" name={name} value={given[name]} />,
        )}
        <button type="submit">Filter</button>
      </fieldset>
    </form>
  );
}
