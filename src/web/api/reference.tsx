import type { VNode } from 'preact';
import { layout } from '../pages/layout.js';
import type { ApiDocument, OperationObject, ParameterObject, Schema } from './document.js';

/** The API's document as a page to read; what can be asked without a token can be asked from it. */
export function referencePage(document: ApiDocument): VNode {
  const server = document.servers[0]?.url ?? '';
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  return layout(
    {
      title: 'The API',
      description:
        'Statements, quotes, officials, bills, topics, newsrooms and crawls as JSON: every operation, with what it takes and gives.',
      path: '/api',
    },
    false,
    <>
      <h1>The API</h1>
      {document.info.description.split('\n\n').map((part) => (
        <p>{withCode(part)}</p>
      ))}
      <p>
        It is at <code>{server}</code>. For programs:{' '}
        <a href="/api/v1/openapi.json">the same as OpenAPI 3.1</a>.
      </p>
      <nav aria-label="Operations">
        {document.tags.map(({ name }) => (
          <a href={`#${name.toLowerCase()}`}>{name}</a>
        ))}
        <a href="#shapes">Shapes</a>
      </nav>
      {document.tags.map(({ name, description }) => (
        <section id={name.toLowerCase()}>
          <h2>{name}</h2>
          <p>{description}</p>
          {operations
            .filter(({ operation }) => operation.tags.includes(name))
            .map(({ path, method, operation }) => operationPart(path, method, operation))}
        </section>
      ))}
      <section id="shapes">
        <h2>Shapes</h2>
        {Object.entries(document.components.schemas).map(([name, schema]) => (
          <section id={`shape-${name}`}>
            <h3>{name}</h3>
            {schema.description !== undefined && <p>{withCode(schema.description)}</p>}
            {fieldTable(schema)}
          </section>
        ))}
      </section>
    </>,
  );
}

function operationPart(path: string, method: string, operation: OperationObject): VNode {
  const { operationId, summary, description, parameters = [], requestBody, security } = operation;
  const scope = security?.flatMap((one) => one.token ?? [])[0];
  const fields = parameters.filter((one) => one.in === 'query');
  return (
    <article id={operationId}>
      <h3>{summary}</h3>
      <p>
        <code>
          {method.toUpperCase()} /api/v1{path}
        </code>
      </p>
      {description !== undefined && <p>{withCode(description)}</p>}
      {scope !== undefined && (
        <p>
          Needs a token of scope <code>{scope}</code>: <code>Authorization: Bearer TOKEN</code>
        </p>
      )}
      {parameters.length > 0 && parameterTable(parameters)}
      {requestBody !== undefined && (
        <p>Send JSON: {typeOf(requestBody.content['application/json']?.schema ?? {})}</p>
      )}
      <p>Answers: {answersOf(operation)}</p>
      {method === 'get' && !path.includes('{') && (
        <details>
          <summary>Ask it</summary>
          <form action={`/api/v1${path}`} method="get">
            {fields.map((one) => field(operationId, one))}
            <button type="submit">Ask</button>
          </form>
        </details>
      )}
    </article>
  );
}

function parameterTable(parameters: ParameterObject[]): VNode {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Parameter</th>
          <th scope="col">Takes</th>
          <th scope="col">Is</th>
        </tr>
      </thead>
      <tbody>
        {parameters.map(({ name, required, description, schema }) => (
          <tr>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td>
              {typeOf(schema)}
              {required ? ', needed' : ''}
              {schema.default !== undefined && `, ${String(schema.default)} where not given`}
            </td>
            <td>
              {withCode(description ?? '')} {exampleOf(schema)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function fieldTable(schema: Schema): VNode {
  const { properties = {}, required = [] } = schema;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Holds</th>
          <th scope="col">Is</th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(properties).map(([name, value]) => {
          const field = value as Schema;
          return (
            <tr>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>
                {typeOf(field)}
                {required.includes(name) ? '' : ', where there is one'}
              </td>
              <td>
                {withCode(field.description ?? '')} {exampleOf(field)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function field(operationId: string, { name, schema, required, description }: ParameterObject): VNode {
  const id = `${operationId}-${name}`;
  return (
    <p>
      <label for={id}>{name}</label>{' '}
      {schema.enum === undefined ? (
        <input id={id} name={name} required={required} title={description} />
      ) : (
        <select id={id} name={name}>
          <option value="">any</option>
          {schema.enum.map((value) => (
            <option value={String(value)}>{String(value)}</option>
          ))}
        </select>
      )}
    </p>
  );
}

function answersOf({ responses }: OperationObject): VNode[] {
  return Object.entries(responses).flatMap(([status, value], at) => {
    const { content = {} } = value as { content?: Record<string, { schema: Schema }> };
    const [entry] = Object.entries(content);
    const body =
      entry === undefined ? null : entry[0] === 'application/json' ? typeOf(entry[1].schema) : entry[0];
    return [
      <span>
        {at > 0 && ' · '}
        <code>{status}</code> {body}
      </span>,
    ];
  });
}

/** A type in words, with a link where it is a shape. */
function typeOf(schema: Schema): VNode | string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return <a href={`#shape-${name}`}>{name}</a>;
  }
  if (schema.anyOf !== undefined) {
    return <>{schema.anyOf.map((one, at) => [at > 0 ? ' or ' : '', typeOf(one as Schema)])}</>;
  }
  if (schema.enum !== undefined) return schema.enum.map(String).join(', ');
  if (schema.type === 'array') return <>list of {typeOf((schema.items ?? {}) as Schema)}</>;
  if (schema.type === 'object' && schema.properties !== undefined) {
    const fields = Object.entries(schema.properties);
    return (
      <>
        object of{' '}
        {fields.map(([name, value], at) => [at > 0 ? ', ' : '', name, ': ', typeOf(value as Schema)])}
      </>
    );
  }
  const types = [schema.type ?? 'anything'].flat().join(' or ');
  return schema.format === undefined ? types : `${types} (${schema.format})`;
}

function exampleOf({ examples }: Schema): VNode | null {
  const [example] = Array.isArray(examples) ? examples : [];
  if (example === undefined) return null;
  return <code>{typeof example === 'string' ? example : JSON.stringify(example)}</code>;
}

/** What stands between backticks is code. */
function withCode(text: string): (VNode | string)[] {
  return text.split('`').map((part, at) => (at % 2 === 0 ? part : <code>{part}</code>));
}
