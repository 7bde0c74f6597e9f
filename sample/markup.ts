import type { Block } from './release.js';

/** Text made safe inside HTML or XML. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** One paragraph's text, `[words](address)` as a link. */
function inline(text: string): string {
  return escaped(text).replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, '<a href="$2">$1</a>');
}

/** A release's blocks as HTML, one per line. */
export function body(blocks: Block[]): string {
  return blocks
    .map((block) => {
      if (typeof block === 'string') return `<p>${inline(block)}</p>`;
      if ('heading' in block) return `<h3>${inline(block.heading)}</h3>`;
      return `<ul>\n${block.list.map((entry) => `<li>${inline(entry)}</li>`).join('\n')}\n</ul>`;
    })
    .join('\n');
}

/** The first paragraph without its links, as a teaser. */
export function teaser(blocks: Block[], length = 240): string {
  const first = blocks.find((block) => typeof block === 'string') ?? '';
  const text = String(first).replace(/\[([^\]]+)\]\([^)\s]+\)/g, '$1');
  if (text.length <= length) return text;
  return `${text.slice(0, text.lastIndexOf(' ', length))} […]`;
}
