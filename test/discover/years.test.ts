import { describe, expect, it } from 'vitest';
import { readListing } from '../../src/discover/listing.js';
import { leadsToOlderYear, yearIn } from '../../src/discover/years.js';

const SITE = 'https://ag.example';

/** A listing whose releases are of these days, with links to other pages. */
function nextOf(address: string, days: string[], links: [href: string, text: string][]): string | null {
  const rows = days.map(
    (day, number) =>
      `<li><span>${day}</span> <a href="/news/hale-announces-result-${day}-${number}">Hale announces result ${number} on river mail</a></li>`,
  );
  const years = links.map(([href, text]) => `<a href="${href}">${text}</a>`);
  const html = `<main><h1>News</h1><ul>${rows.join('')}</ul></main><aside>${years.join(' ')}</aside>`;
  const found = readListing(html, { url: SITE + address, zone: 'America/Chicago' });
  expect(found.items).toHaveLength(days.length);
  return found.next?.replace(SITE, '') ?? null;
}

const DAYS = ['2024-03-04', '2024-02-11', '2024-01-20'];
const byFolder = [2024, 2023, 2022].map((year): [string, string] => [`/news/${year}/`, String(year)]);

describe('archives by year', () => {
  it.each<[string, string, [string, string][], string]>([
    ['folders', '/news', byFolder, '/news/2024/'],
    ['folders, from the page of a year', '/news/2024/', byFolder, '/news/2023/'],
    [
      'a parameter',
      '/press?year=2023',
      [2024, 2023, 2022].map((year) => [`/press?year=${year}`, `${year}`]),
      '/press?year=2022',
    ],
    [
      'pages named after a year',
      '/press/2024-press-releases',
      [2024, 2023].map((year) => [`/press/${year}-press-releases`, `${year} Press Releases`]),
      '/press/2023-press-releases',
    ],
    [
      'files',
      '/media/news.html',
      [2022, 2023].map((year) => [`/media/news_${year}.html`, `News archive ${year}`]),
      '/media/news_2023.html',
    ],
  ])('are the next page where a listing keeps its years in %s', (_name, address, links, next) => {
    expect(nextOf(address, DAYS, links)).toBe(next);
  });

  it('begin with the year of the oldest release shown, of which there may be more', () => {
    expect(nextOf('/news', ['2024-01-05', '2023-12-30', '2023-12-28'], byFolder)).toBe('/news/2023/');
  });

  it('come after the pages of a year', () => {
    const links: [string, string][] = [...byFolder, ['/news/2024/?page=2', 'Next']];
    expect(nextOf('/news/2024/', DAYS, links)).toBe('/news/2024/?page=2');
    expect(nextOf('/news/2024/?page=2', DAYS, byFolder)).toBe('/news/2023/');
  });

  it('end with the first year', () => {
    expect(nextOf('/news/2022/', ['2022-03-04', '2022-02-11', '2022-01-20'], byFolder)).toBe(null);
  });

  it.each<[string, [string, string][]]>([
    ['one link alone', [['/news/2023/', '2023']]],
    ['reports', [2024, 2023, 2022].map((year) => [`/budget/${year}`, `${year}`])],
    [
      'pages that say more than a year',
      [2024, 2023].map((year) => [`/news/${year}`, `${year} Consumer Guide`]),
    ],
    ['another site', [2024, 2023].map((year) => [`https://old.example/news/${year}`, `${year}`])],
  ])('are not taken from %s', (_name, links) => {
    expect(nextOf('/newsroom/all', DAYS, links)).toBe(null);
  });

  it.each([
    [`${SITE}/news/2024/`, 2024],
    [`${SITE}/news?field_year=2019&page=3`, 2019],
    [`${SITE}/news/2024/hale-wins`, null],
    [`${SITE}/news?page=2000`, null],
    [`${SITE}/2024/01/`, null],
    [`${SITE}/news/12024`, null],
  ])('are known by the address %s: %s', (address, year) => {
    expect(yearIn(address)).toBe(year);
  });

  it('lead only from a year to one before it, or from the page of no year', () => {
    expect(leadsToOlderYear(`${SITE}/news`, `${SITE}/news/2024`)).toBe(true);
    expect(leadsToOlderYear(`${SITE}/news/2024`, `${SITE}/news/2023`)).toBe(true);
    expect(leadsToOlderYear(`${SITE}/news/2023`, `${SITE}/news/2024`)).toBe(false);
    expect(leadsToOlderYear(`${SITE}/news/2024`, `${SITE}/news/2024?page=2`)).toBe(false);
    expect(leadsToOlderYear(`${SITE}/news/2024`, `${SITE}/news`)).toBe(false);
  });
});
