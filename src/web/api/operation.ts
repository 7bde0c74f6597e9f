import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Database } from '../../../db/connection.js';
import type { TokenScope } from '../../../db/tokens.js';
import type { Queues } from '../../../queues/queues.js';
import type { Config } from '../../config.js';
import { nearest } from '../nearest.js';
import { type ProblemPart, RequestProblem } from '../problem.js';
import { withoutEmpty } from '../statement-query.js';
import type { CrawlWatches } from './crawl-watch.js';

/** What operations work with. */
export interface Services {
  db: Database;
  queues: Queues;
  config: Config;
  watches: CrawlWatches;
}

/** One answer that an operation may give. */
export interface Answer {
  description: string;
  /** What its JSON is; left out where it is none. */
  schema?: z.ZodType;
  /** `application/json` where not given. */
  media?: string;
  /** Names of headers that the document explains. */
  headers?: ('Link' | 'Location')[];
}

/** An operation as the document shows it and the server runs it. */
export interface Operation {
  /** A name for programs: `listStatements`. */
  id: string;
  method: 'get' | 'post' | 'patch' | 'delete';
  /** Below /api/v1, as `/statements/{id}`. */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  params: z.ZodObject;
  query: z.ZodObject;
  body: z.ZodObject | null;
  /** What a caller's token must be for; null where everybody may. */
  scope: TokenScope | null;
  answers: Record<number, Answer>;
  run(request: FastifyRequest, reply: FastifyReply, services: Services): Promise<unknown>;
}

/** A request whose parts are what the operation says they are. */
export interface Asked<Params, Query, Body> {
  params: Params;
  query: Query;
  body: Body;
  request: FastifyRequest;
  reply: FastifyReply;
}

/** Number of a thing in an address. */
export function numberOf(message: string) {
  return z.coerce.number(message).int(message).min(1, message).max(999_999_999_999_999, message);
}

const nothing = z.strictObject({});
type Nothing = typeof nothing;

type Plain = Pick<Operation, 'id' | 'method' | 'path' | 'tag' | 'summary' | 'answers'> & {
  description?: string;
  scope?: TokenScope;
};

/**
 * Defines an operation: the same schemas check what is asked and describe it.
 * @param spec.handle gives what is sent; a reply that it has sent itself is left alone
 */
export function operation<
  P extends z.ZodObject = Nothing,
  Q extends z.ZodObject = Nothing,
  B extends z.ZodObject = Nothing,
>(
  spec: Plain & {
    params?: P;
    query?: Q;
    body?: B;
    handle(asked: Asked<z.output<P>, z.output<Q>, z.output<B>>, services: Services): Promise<unknown>;
  },
): Operation {
  const { params, query, body, handle, scope, ...rest } = spec;
  const of = <S extends z.ZodObject>(schema: S | undefined, value: unknown) =>
    check(schema ?? nothing, value) as z.output<S>;
  return {
    ...rest,
    params: params ?? nothing,
    query: query ?? nothing,
    body: body ?? null,
    scope: scope ?? null,
    run: (request, reply, services) =>
      handle(
        {
          params: of(params, request.params),
          query: of(query, withoutEmpty(request.query)),
          body: of(body, body === undefined ? {} : (request.body ?? {})),
          request,
          reply,
        },
        services,
      ),
  };
}

/**
 * Checks a part of a request.
 * @throws RequestProblem that names everything wrong with it and what to send instead
 */
export function check<S extends z.ZodObject>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const known = Object.keys(schema.shape);
  const parts = result.error.issues.flatMap((issue): ProblemPart[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ parameter: key, detail: unknownName(key, known) }));
    }
    return [{ parameter: issue.path.join('.') || 'body', detail: plainMessage(issue) }];
  });
  const told = parts.filter(
    (part, at) => at === parts.findIndex((other) => other.parameter === part.parameter),
  );
  const detail = told.map((part) => `${part.parameter}: ${part.detail}`).join('; ');
  throw new RequestProblem(400, detail, told);
}

function unknownName(key: string, known: string[]): string {
  const meant = nearest(key, known);
  const list = known.length === 0 ? 'there are none here' : `there are ${known.join(', ')}`;
  return meant === null ? `no such parameter; ${list}` : `no such parameter: did you mean ${meant}?`;
}

function plainMessage(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && Array.isArray(issue.input)) return 'must be given once';
  return issue.message.replace(/^Invalid (?:input|option): /, '');
}
