/** Lower case without accents, initials or punctuation: two spellings of one name become equal. */
export function foldName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\u0300-\u036f.'’]/g, '')
    .replace(/,?\s+(?:Jr|Sr|II|III|IV)$/i, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim();
}
