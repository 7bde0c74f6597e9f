import type { FastifyInstance } from 'fastify';
import { type PageContext, sendPage } from './context.js';
import { Heading } from './parts/text.js';

/** What this is, what its marks mean, and how to take it along. */
export function aboutRoute(app: FastifyInstance, context: PageContext): void {
  app.get('/about', { config: { kept: true } }, async (_request, reply) =>
    sendPage(
      context,
      reply,
      {
        title: 'About',
        description: 'What this archive is, what its tags rest on, and how to take its answers along.',
        path: '/about',
      },
      <div class="prose">
        <Heading>About this archive</Heading>
        <p>
          It visits the newsrooms of every U.S. senator and every state attorney general, reads their
          releases, and tags each by bill, by topic, and by who is quoted saying what. It does so by itself,
          and names its reasons.
        </p>
        <h2>What a tag rests on</h2>
        <p>
          On words. Where a statement is tagged by a bill, the words that name it are <mark>marked</mark>; on
          the page of the statement so are the words behind every other tag, and each can be looked up from
          the list beside the text. What the program was in doubt about is listed there as doubt and tags
          nothing.
        </p>
        <h2>What silence means</h2>
        <p>
          That an official was in office during the bill’s Congress and that no statement of theirs which was
          found cites it. It may also mean that a newsroom could not be read:{' '}
          <a href="/newsrooms">how each fares</a> is told openly, and whoever has no statement at all is
          marked as such.
        </p>
        <h2>What was said, and what is said now</h2>
        <p>
          Every version of a release that was seen is kept. Where one was edited after publication, its page
          shows what changed, by word. What was taken down stays here, marked as missing and, when that is
          proven, as gone. The same release of several officials is shown as joint and counted once.
        </p>
        <h2>Parties</h2>
        <p>
          The letter beside a name is the party on the day of the statement: D in a circle, R in a square, I
          under an arch.
        </p>
        <h2>Take it along</h2>
        <p>
          Every list can be had as CSV, as JSON, and as a feed that tells of what is new and what was edited:
          the links are below it, and the filters of a page are those of its feed. Programs read{' '}
          <a href="/api">the API</a>. Press <kbd>/</kbd> on any page to reach the search box.
        </p>
      </div>,
    ),
  );
}
