import type { ComponentChildren, VNode } from 'preact';
import { beginning, plain } from '../wording.js';

/** Another form of what a page shows. */
export interface Alternate {
  /** Media type. */
  type: string;
  href: string;
  title: string;
}

/** What a page says of itself. */
export interface About {
  /** May hold what a stranger wrote; it is cut and made plain. */
  title: string;
  description: string;
  /** The page's own address, without what does not change it. */
  path: string;
  /** The way here from the front. */
  trail?: { name: string; href: string }[];
  alternates?: Alternate[];
  /** Which part of the site it is in. */
  part?: Part;
  /** What the search box holds. */
  sought?: string;
  /** Seconds after which a browser without JavaScript asks for the page again. */
  refresh?: number;
}

const PARTS = [
  ['bills', 'Bills'],
  ['officials', 'Officials'],
  ['topics', 'Topics'],
  ['states', 'States'],
  ['compare', 'Compare'],
  ['newsrooms', 'Newsrooms'],
] as const;
type Part = (typeof PARTS)[number][0];

/**
 * The frame of every page.
 * @param invented says on the page that its officials and their words are the sample's
 */
export function layout(about: About, invented: boolean, children: ComponentChildren): VNode {
  const title = about.path === '/' ? 'Rostrum' : `${beginning(about.title, 140)} · Rostrum`;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <meta name="description" content={beginning(about.description, 300)} />
        <link rel="canonical" href={about.path} />
        {(about.alternates ?? []).map((other) => (
          <link rel="alternate" type={other.type} href={other.href} title={plain(other.title)} />
        ))}
        <link rel="preload" href="/newsreader.woff2" as="font" type="font/woff2" crossorigin="anonymous" />
        <link rel="stylesheet" href="/style.css" />
        <link rel="icon" type="image/svg+xml" href="/icon.svg" />
        <script src="/rostrum.js" defer />
        {about.refresh !== undefined && (
          <noscript>
            <meta http-equiv="refresh" content={String(about.refresh)} />
          </noscript>
        )}
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <header class="masthead">
          <a class="wordmark" href="/">
            Rostrum
          </a>
          {about.path !== '/' && <SearchBox sought={about.sought} />}
          <nav aria-label="Parts of the site">
            <ul>
              {PARTS.map(([part, name]) => (
                <li>
                  <a href={`/${part}`} aria-current={about.part === part ? 'page' : undefined}>
                    {name}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          {invented && (
            <p class="notice">
              <b>Sample.</b> These newsrooms are invented, and so are their officials and everything they say.
            </p>
          )}
        </header>
        <main id="main" tabIndex={-1}>
          {about.trail !== undefined && (
            <nav aria-label="Where you are" class="trail">
              <ol>
                {about.trail.map((step) => (
                  <li>
                    <a href={step.href}>
                      <bdi>{step.name}</bdi>
                    </a>
                  </li>
                ))}
              </ol>
            </nav>
          )}
          {children}
        </main>
        <footer class="colophon">
          <p>
            Every tag rests on the words marked with it, and every statement links to the page it came from.
          </p>
          <ul>
            <li>
              <a href="/about">About</a>
            </li>
            <li>
              <a href="/api">API</a>
            </li>
            <li>
              <a href="/feeds/statements.atom">Feed of everything</a>
            </li>
          </ul>
        </footer>
      </body>
    </html>
  );
}

/** The box that takes a bill's number, a name, a state or words. */
export function SearchBox({ sought, large }: { sought?: string | undefined; large?: true }) {
  return (
    <search class={large ? 'search large' : 'search'}>
      <form action="/find" method="get">
        <label for="sought" class={large ? undefined : 'unseen'}>
          {large ? 'A bill, a name, a state, or words' : 'Search: a bill, a name, a state, or words'}
        </label>
        <div>
          <input
            id="sought"
            name="q"
            type="search"
            value={sought}
            maxLength={500}
            required
            autocomplete="off"
            placeholder={large ? 'S. 1693' : 'A bill, a name, a state, words'}
            aria-keyshortcuts="/"
          />
          <button type="submit">Search</button>
        </div>
      </form>
    </search>
  );
}
