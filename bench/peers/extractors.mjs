/**
 * The extractors that `npm run bench -- extract` compares with, each as `read(html, url)`: what it calls the title, the
 * date of publication as written, and the body as HTML.
 */
import { extractFromHtml } from '@extractus/article-extractor';
import { Readability } from '@mozilla/readability';
import { Defuddle } from 'defuddle/node';
import { parseHTML } from 'linkedom';

export const extractors = [
  {
    name: 'Readability on linkedom',
    async read(html) {
      const article = new Readability(parseHTML(html).document).parse();
      return { title: article?.title, published: article?.publishedTime, body: article?.content };
    },
  },
  {
    name: 'Defuddle on linkedom',
    async read(html, url) {
      const article = await Defuddle(parseHTML(html).document, url, { useAsync: false });
      return { title: article.title, published: article.published, body: article.content };
    },
  },
  {
    name: 'article-extractor',
    async read(html, url) {
      const article = await extractFromHtml(html, url);
      return { title: article?.title, published: article?.published, body: article?.content };
    },
  },
];
