import { z } from 'zod';
import { programVersion } from '../../version.js';
import type { Answer, Operation } from './operation.js';
import { API, OPERATIONS } from './operations.js';
import { named, namedRequests } from './shapes.js';

/** A JSON Schema, as far as this document is written by it. */
export type Schema = z.core.JSONSchema.BaseSchema;

/** A parameter of an operation, as the document has it. */
export interface ParameterObject {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description?: string;
  schema: Schema;
}

export interface OperationObject {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security?: Record<string, string[]>[];
  parameters?: ParameterObject[];
  requestBody?: { required: true; content: Record<string, { schema: Schema }> };
  responses: Record<string, unknown>;
}

export interface ApiDocument {
  openapi: '3.1.0';
  info: { title: string; version: string; summary: string; description: string };
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, OperationObject>>;
  components: Record<string, Record<string, unknown>> & { schemas: Record<string, Schema> };
}

const TAGS = [
  { name: 'Statements', description: 'Releases of newsrooms, tagged.' },
  { name: 'Quotes', description: 'Words in quotation marks, with their speakers.' },
  { name: 'Search', description: 'What somebody may have meant.' },
  { name: 'Bills', description: 'Bills of Congress, and who spoke of them or did not.' },
  { name: 'Officials', description: 'Senators and attorneys general.' },
  { name: 'Topics', description: 'What statements are about.' },
  { name: 'Newsrooms', description: 'Where statements are found, and how well that goes.' },
  { name: 'Crawls', description: 'Visits to newsrooms that somebody asked for.' },
  { name: 'Alerts', description: 'Saved filters: what passes them is sent, by webhook or by mail.' },
];

const ABOUT = `What our senators and attorneys general said about bills: filters are those of \`rostrum statements\`.

Lists are read by cursor: \`next\` of a page, and its Link header, have the address of the one after it. Answers carry a
strong ETag; sent back as If-None-Match it is answered with 304 while nothing has changed. Errors are problems (RFC 9457)
that say what to send instead. RateLimit headers say how many requests are left.`;

let made: Omit<ApiDocument, 'servers'> | null = null;

/**
 * The document of the API: OpenAPI 3.1, made from the schemas that check what is asked.
 * @param base where this site is, without a slash at the end
 */
export function apiDocument(base: string): ApiDocument {
  made ??= makeDocument();
  const { openapi, info, ...rest } = made;
  return { openapi, info, servers: [{ url: `${base}${API}` }], ...rest };
}

function makeDocument(): Omit<ApiDocument, 'servers'> {
  const paths: ApiDocument['paths'] = {};
  for (const one of OPERATIONS) {
    paths[one.path] = { ...paths[one.path], [one.method]: operationObject(one) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Rostrum',
      version: programVersion(),
      summary: 'Who said what about which bill',
      description: ABOUT,
    },
    tags: TAGS,
    paths,
    components: {
      schemas: { ...componentsOf(named, 'output'), ...componentsOf(namedRequests, 'input') },
      responses: RESPONSES,
      headers: HEADERS,
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A token that `rostrum token create NAME --scope SCOPE` printed.',
        },
      },
    },
  };
}

function operationObject(one: Operation): OperationObject {
  const parameters = [...parametersOf(one.params, 'path'), ...parametersOf(one.query, 'query')];
  if (one.id === 'watchCrawl') parameters.push(LAST_EVENT);
  return {
    operationId: one.id,
    tags: [one.tag],
    summary: one.summary,
    ...(one.description === undefined ? {} : { description: one.description }),
    ...(one.scope === null ? {} : { security: [{ token: [one.scope] }] }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(one.body === null
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: refTo(one.body) } } } }),
    responses: responsesOf(one),
  };
}

const LAST_EVENT: ParameterObject = {
  name: 'Last-Event-ID',
  in: 'header',
  required: false,
  description: 'Id of the last event that was received.',
  schema: { type: 'string' },
};

function responsesOf(one: Operation): Record<string, unknown> {
  const responses: Record<string, unknown> = {};
  for (const [status, answer] of Object.entries(one.answers)) {
    responses[status] = responseOf(answer, status, one.method === 'get');
  }
  const problem = (name: string) => ({ $ref: `#/components/responses/${name}` });
  const cached = one.method === 'get' && one.id !== 'watchCrawl';
  const named = Object.keys(one.params.shape).length > 0;
  return {
    ...responses,
    ...(cached ? { 304: problem('NotModified') } : {}),
    400: problem('BadRequest'),
    ...(one.scope === null ? {} : { 401: problem('NotSignedIn'), 403: problem('NotAllowed') }),
    ...(named ? { 404: problem('NotFound') } : {}),
    ...(one.body === null ? {} : { 415: problem('UnsupportedMediaType') }),
    429: problem('TooManyRequests'),
    ...(one.id === 'watchCrawl' ? { 503: problem('NotReady') } : {}),
  };
}

function responseOf({ description, schema, media, headers }: Answer, status: string, cached: boolean) {
  const content =
    schema === undefined && media === undefined
      ? {}
      : {
          content: {
            [media?.split(';')[0] ?? 'application/json']: {
              schema: schema === undefined ? { type: 'string' } : refTo(schema),
            },
          },
        };
  const all = [
    ...(headers ?? []),
    ...(cached && status === '200' && media !== 'text/event-stream' ? ['ETag'] : []),
  ];
  const listed = all.map((name) => [name, { $ref: `#/components/headers/${name}` }]);
  return { description, ...(all.length === 0 ? {} : { headers: Object.fromEntries(listed) }), ...content };
}

const PROBLEM = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

const RESPONSES = {
  NotModified: { description: 'What If-None-Match names is still so.' },
  BadRequest: { description: 'Something was sent that cannot be taken.', content: PROBLEM },
  NotSignedIn: { description: 'No token, or one that is not in use.', content: PROBLEM },
  NotAllowed: { description: 'The token is not for this.', content: PROBLEM },
  NotFound: { description: 'There is none of that name.', content: PROBLEM },
  UnsupportedMediaType: { description: 'The body is not JSON.', content: PROBLEM },
  TooManyRequests: { description: 'Wait as long as Retry-After says.', content: PROBLEM },
  NotReady: { description: 'Try again later.', content: PROBLEM },
};

const HEADERS = {
  Link: { description: 'The next page, with rel="next".', schema: { type: 'string' } },
  Location: { description: 'Where to look how far it is.', schema: { type: 'string', format: 'uri' } },
  ETag: { description: 'Changes when the answer does.', schema: { type: 'string' } },
};

function aboutOf(schema: z.core.$ZodType): string | undefined {
  return (named.get(schema) ?? namedRequests.get(schema))?.description;
}

function refTo(schema: z.ZodType): Schema {
  const id = (named.get(schema) ?? namedRequests.get(schema))?.id;
  if (id === undefined) throw new TypeError('a schema of the document has no name');
  return { $ref: `#/components/schemas/${id}` };
}

function parametersOf(schema: z.ZodObject, where: 'path' | 'query'): ParameterObject[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { ...PRINT, io: 'input' });
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = property as Schema;
    return {
      name,
      in: where,
      required: where === 'path' || required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });
}

function componentsOf(registry: typeof named, io: 'input' | 'output'): Record<string, Schema> {
  const { schemas } = z.toJSONSchema(registry, {
    ...PRINT,
    io,
    uri: (id) => `#/components/schemas/${id}`,
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]),
  );
}

const PRINT: Pick<z.core.ToJSONSchemaParams, 'unrepresentable' | 'override'> = {
  unrepresentable: 'any',
  override: ({ zodSchema, jsonSchema }) => {
    const { def } = zodSchema._zod;
    if (def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
    const about = aboutOf(zodSchema);
    if (about !== undefined && jsonSchema.$ref === undefined) jsonSchema.description ??= about;
    // Answers may gain fields; what is sent to us may not have others.
    if (def.type === 'object' && (def as z.core.$ZodObjectDef).catchall === undefined) {
      delete jsonSchema.additionalProperties;
    }
    // Bounds of numbers that JavaScript can hold are no news.
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  },
};
