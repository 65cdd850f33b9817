// The OpenAPI document, made of the contract alone.
import * as z from 'zod'
import { api } from '../../contract/api.ts'
import { type Access, csvOf, type Endpoint, successStatus } from '../../contract/endpoint.ts'
import { errorReply } from '../../contract/errors.ts'

type Served = { readonly version: string; readonly publicUrl: string }

/** OpenAPI 3.1, whose schemas are JSON Schema 2020-12, which is what zod writes. */
export function openApiDocument({ version, publicUrl }: Served) {
  const paths: Record<string, Record<string, unknown>> = {}
  const add = (tag: string, name: string, endpoint: Endpoint) => {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(tag, name, endpoint) }
  }
  for (const [tag, endpoints] of Object.entries(api)) {
    for (const [name, endpoint] of Object.entries<Endpoint>(endpoints)) {
      add(tag, name, endpoint)
      if (endpoint.csv) add(tag, `${name}Csv`, csvOf({ ...endpoint, csv: true }))
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Carillon', version, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: `${publicUrl}/v1` }],
    paths,
    components: {
      schemas: { Error: jsonSchema(errorReply, 'output') },
      securitySchemes: {
        Project: { type: 'apiKey', in: 'header', name: 'X-Appwrite-Project' },
        Key: { type: 'apiKey', in: 'header', name: 'X-Appwrite-Key' },
        Session: { type: 'apiKey', in: 'cookie', name: 'a_session_console' },
        UserSession: { type: 'apiKey', in: 'header', name: 'X-Appwrite-Session' },
        JWT: { type: 'apiKey', in: 'header', name: 'X-Appwrite-JWT' },
      },
    },
  }
}

function operation(tag: string, name: string, endpoint: Endpoint) {
  const { access } = endpoint
  return {
    operationId: `${tag}.${name}`,
    tags: [tag],
    summary: endpoint.summary,
    ...(access.kind === 'project' ? { 'x-scopes': [access.scope].flat() } : {}),
    ...('and' in access && access.and ? { 'x-scopes-and': [access.and].flat() } : {}),
    ...('role' in access ? { 'x-role': access.role } : {}),
    security: security(access),
    parameters: [...pathParameters(endpoint), ...queryParameters(endpoint), ...headerParameters(endpoint)],
    ...requestBody(endpoint),
    responses: {
      [successStatus(endpoint)]: success(endpoint),
      default: {
        description: 'Refused, or failed',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  }
}

function security(access: Access): Record<string, []>[] {
  const byUser: Record<string, []>[] = [
    { Project: [], UserSession: [] },
    { Project: [], JWT: [] },
  ]
  switch (access.kind) {
    case 'public':
      return []
    case 'visitor':
      return [{ Project: [] }]
    case 'account':
      return byUser
    case 'administrator':
      return [{ Session: [] }]
    case 'project':
      return [{ Project: [], Key: [] }, { Project: [], Session: [] }, ...(access.user ? byUser : [])]
  }
}

function requestBody({ body, form }: Endpoint) {
  if (body) {
    return {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: jsonSchema(body, 'input') } },
      },
    }
  }
  return form ? { requestBody: { required: true, content: { 'multipart/form-data': formOf(form) } } } : {}
}

/** Its fields, and the file. */
function formOf(form: z.ZodType) {
  const fields = jsonSchema(form, 'input') as { properties?: object; required?: string[] }
  const file = { type: 'string', contentMediaType: 'application/octet-stream' }
  return {
    schema: {
      ...fields,
      properties: { ...fields.properties, file },
      required: [...(fields.required ?? []), 'file'],
    },
  }
}

function headerParameters({ headers }: Endpoint) {
  if (!headers) return []
  const { properties = {} } = jsonSchema(headers, 'input') as { properties?: Record<string, object> }
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'header', required: false, schema }))
}

function success({ reply, summary, path }: Endpoint) {
  if (reply === null) return { description: 'Done' }
  if (path.endsWith('.csv'))
    return { description: summary, content: { 'text/csv': { schema: { type: 'string' } } } }
  if (reply === 'bytes') return { description: summary, content: { '*/*': { schema: {} } } }
  return { description: summary, content: { 'application/json': { schema: jsonSchema(reply, 'output') } } }
}

function pathParameters({ path }: Endpoint) {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function queryParameters({ query }: Endpoint) {
  if (!query) return []
  const schema = jsonSchema(query, 'input') as { properties?: Record<string, unknown>; required?: string[] }
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name: name === 'queries' ? 'queries[]' : name,
    in: 'query',
    required: schema.required?.includes(name) ?? false,
    schema: property,
  }))
}

/** What JSON Schema cannot say (a preprocessed flag, a transformed date) is described by what it comes out as. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}
