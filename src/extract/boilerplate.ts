/** The standing phrases around a release that are not of it. */
import { findDate, readDate } from '../dates.js';
import type { Block } from './blocks.js';

const LEFTOVER =
  /^(?:(?:print|e-?mail|share|tweet|save|post|like|pin|copy link|permalink|facebook|twitter|x|linkedin|reddit|whatsapp|youtube|instagram|flickr|rss|pdf|text size|a ?a ?a|skip to .{0,30}|close|menu|search|home|comments?|reply|advertisement)(?:[\s|/•·,]+|$))+$|^(?:share|print|email|tweet|post) (?:this|on|via|to|article|page|story|release)\b.{0,40}$|^(?:back to|return to|go back to|view all|see all|all) .{0,50}$|^(?:previous|next|older|newer)(?: (?:article|post|release|story|page|news|press release))?\s*[:»›>]?.{0,12}$|^(?:permalink|short ?link|shortcode|source url)\s*:.{0,200}$|^(?:filed under|posted in|tags?|tagged|categor(?:y|ies)|issues?|topics?|keywords?)\s*:.{0,200}$|^(?:click|tap) (?:here )?to (?:print|share|tweet|email).{0,60}$|^\(?opens in (?:a )?new (?:window|tab)\)?$|^load(?:ing)?(?: more)?(?: comments)?(?:\.\.\.|…)?$|^(?:leave a (?:reply|comment)|sign up for .{0,60}|subscribe to .{0,60})$|^(?:by )?(?:admin|webmaster)$|^[[(]?(?:video|watch|listen|audio|photos?)[\])]?$|^this (?:entry|post) was posted (?:on|in)\b.*$|^last (?:modified|updated)\b.{0,40}$|^(?:on|in) this (?:page|article|release)$|^(?:table of )?contents$/i;

/** A button under the text: it names what it opens and is no sentence. */
const BUTTON =
  /^(?:download|view|read|see|open|print|get|watch|listen to)\b(?: (?:the|this|a|an))?(?: [\w-]+){0,3}$/i;

const APPENDIX =
  /^(?:related(?: (?:news|articles?|posts?|stories|content|links?|press releases?|issues?|items|documents|files|media))?|recommended(?: for you| reading| stories)?|you (?:may|might) also (?:like|be interested in)|(?:more|other|latest|recent|top|in other) (?:news|headlines|stories|press releases?|posts|articles|from .{1,40})|read (?:more|next)|load comments|comments|leave a (?:reply|comment)|share this(?: .{0,20})?|stay connected|connect with .{0,30}|follow us|sign up .{0,50}|newsletter(?: sign-?up)?|media contacts?|press contacts?|contact(?: information)?|about the (?:office|attorney general|senator)|archives?|keep reading|trending(?: now)?|most (?:read|popular)|noticias relacionadas|(?:supporting |attached |accompanying )?(?:documents|attachments|downloads|files|materials))\s*:?$|^(?:twitter|facebook|instagram|linkedin|youtube)\s*:$/i;

const PREAMBLE =
  /^(?:(?:for )?immediate release|for release\b.{0,60}|embargoed .{0,60}|(?:press|news|media) ?(?:releases?|advisory|statements?|room)|news|newsroom|statements?|releases?|(?:media |press )?contacts?\b.{0,200}|(?:tel|phone|telephone|fax|cell|office|e-?mail)\b\s*[:.]?.{0,80}|(?:posted|post date|published|updated|last updated|(?:press )?(?:release )?date|by|author|written by|location|category|type)\b\s*:?.{0,60}|\(?\d{3}\)?[-.\s]\d{3}[-.\s]\d{4}.{0,40}|[\w.+-]+@[\w.-]+|(?:w: )?(?:https?:\/\/|www\.)\S+)$/i;

const ENDMARK = /^[-–—\s]*(?:[#*_~•]\s?){2,12}[-–—\s]*$|^[-–—\s]*(?:30|end|ends)[-–—\s]*$|^[-–—_=]{2,}$/i;

const LONGEST = 220;
const UNKNOWN_ZONE = { zone: 'UTC' };

/** `Print`, `Share on Facebook`, `Tags: …`, alone in its paragraph. */
export function isLeftover({ text, heading, linked }: Block): boolean {
  if (text.length > LONGEST) return false;
  if (LEFTOVER.test(text.replace(/\n/g, ' '))) return true;
  if (heading > 0 || linked < text.length) return false;
  return text.length < 12 || (text.length < 40 && BUTTON.test(text));
}

/** A heading such as `Recommended for you`, after which nothing of the release comes. */
export function startsAppendix({ text }: Block): boolean {
  return text.length <= 60 && APPENDIX.test(text);
}

/** What stands over a release's first words: labels, date, contacts. */
export function isPreamble({ text }: Block): boolean {
  if (text.length > LONGEST) return false;
  const flat = text.replace(/\n/g, ' ');
  if (isEndmark(flat) || readDate(flat, UNKNOWN_ZONE) !== null) return true;
  if (/[.!?]["”’]?$/.test(flat.replace(/\b[A-Z]\.$/, ''))) return false;
  return text.split('\n').some((line) => PREAMBLE.test(line));
}

/** `By Press Office · October 13, 2023`. */
export function isByline(block: Block): boolean {
  return block.text.length < 80 && isPreamble(block) && findDate(block.text, UNKNOWN_ZONE) !== null;
}

/** `###`, `-30-`: the release ends here. */
export function isEndmark(text: string): boolean {
  return text.length <= 24 && ENDMARK.test(text);
}
