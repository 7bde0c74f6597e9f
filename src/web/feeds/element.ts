import { escaped } from '../../escaped.js';

/** An element of XML with text in it; none where there is no text. */
export function element(name: string, text: string | null, attributes: Record<string, string> = {}): string {
  return text === null ? '' : `<${name}${written(attributes)}>${escaped(text)}</${name}>`;
}

/** An element of XML that is all attributes. */
export function empty(name: string, attributes: Record<string, string>): string {
  return `<${name}${written(attributes)}/>`;
}

function written(attributes: Record<string, string>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('');
}
