import type { ComponentChildren, VNode } from 'preact';

/**
 * The frame of every page.
 * @param about.invented says on the page that its officials and their words are the sample's
 */
export function layout(about: { title: string; invented: boolean }, children: ComponentChildren): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{about.title}</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <header class="masthead">
          <a href="/">Rostrum</a>
          <span>What did our senators and attorneys general say about this bill?</span>
        </header>
        {about.invented && (
          <p class="note">
            These are the sample newsrooms: their officials and everything they say are invented.
          </p>
        )}
        <main id="main">{children}</main>
        <footer>
          Every tag rests on the words marked with it. <a href="/api/v1/statements">JSON</a>
        </footer>
      </body>
    </html>
  );
}
