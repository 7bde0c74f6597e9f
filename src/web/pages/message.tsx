import type { VNode } from 'preact';
import { layout } from './layout.js';

/** A page that only says something: an error, or that there is nothing. */
export function messagePage(heading: string, message: string): VNode {
  return layout(
    { title: heading, invented: false },
    <section>
      <h1>{heading}</h1>
      <p>{message}</p>
      <p>
        <a href="/">All bills that were spoken of</a>
      </p>
    </section>,
  );
}
