/** Text of strangers as a feed may hold it: no control characters, nothing that turns the direction of what follows. */
export function feedText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069]/gu, kept);
}

function kept(character: string): string {
  return character === '\n' || character === '\t' ? character : '';
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The same as markup that says just that, in HTML and in XML. */
export function escaped(text: string): string {
  return feedText(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
