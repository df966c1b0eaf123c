/** What a catalogue may tell of a resource (x402 extension `bazaar`): what goes in, what comes out. */

import type { Json } from '../src/wire.js';
import { checkNames, refuseConfiguration as refuse } from './configuration.js';

type JsonObject = { readonly [name: string]: Json };

/** A resource as programs find and call it, for catalogues (x402 `bazaar`). Names and meanings are those of `declareDiscoveryExtension` of `@x402/extensions`. */
export interface Description {
  /** An example of the query parameters; with `bodyType`, of the body. */
  readonly input?: JsonObject;
  /** JSON Schema of the query parameters or the body. */
  readonly inputSchema?: JsonObject;
  /** For methods that send a body (POST, PUT, PATCH). Without it, the description is of those that do not. */
  readonly bodyType?: 'json' | 'form-data' | 'text';
  /** An example of the parameters in the path. */
  readonly pathParams?: JsonObject;
  /** JSON Schema of them. */
  readonly pathParamsSchema?: JsonObject;
  /** The path of a family of resources, like `/articles/:id`. */
  readonly routeTemplate?: string;
  /** What comes out. */
  readonly output?: { readonly example: Json; readonly schema?: JsonObject };
}

const NAMES = ['input', 'inputSchema', 'bodyType', 'pathParams', 'pathParamsSchema', 'routeTemplate', 'output'];
const OBJECTS = ['input', 'inputSchema', 'pathParams', 'pathParamsSchema'] as const;
const BODY_TYPES: readonly unknown[] = ['json', 'form-data', 'text'];
const METHODS_WITH_BODY: readonly string[] = ['POST', 'PUT', 'PATCH'];
/** It goes over the wire twice for each purchase: in the 402, and echoed with the payment. */
const MAX_LENGTH = 4096;

/**
 * Checks a description.
 *
 * @throws `invalid_configuration` with the `field` that is wrong
 */
export function checkedDescription(given: Description | undefined): Description | undefined {
  if (given === undefined) return undefined;
  if (!isObject(given))
    refuse(
      'describe',
      'describe is an object like { input: { city: "Basel" }, output: { example: { celsius: 21 } } }.',
    );
  checkNames('a part of describe', given, NAMES);
  for (const name of OBJECTS) {
    if (given[name] !== undefined && !isObject(given[name]))
      refuse(`describe.${name}`, `describe.${name} is an object.`);
  }
  if (given.bodyType !== undefined && !BODY_TYPES.includes(given.bodyType)) {
    refuse('describe.bodyType', 'describe.bodyType is "json", "form-data" or "text", or is left out.');
  }
  if (given.routeTemplate !== undefined && !isTemplate(given.routeTemplate)) {
    refuse('describe.routeTemplate', 'describe.routeTemplate is a path like "/articles/:id".');
  }
  const { output } = given;
  if (output !== undefined && (!isObject(output) || output.example === undefined)) {
    refuse('describe.output', 'describe.output is { example, schema }, where example is what an answer looks like.');
  }
  const json = jsonOf(given);
  if (json.length > MAX_LENGTH) refuse('describe', `describe is plain JSON of at most ${MAX_LENGTH} characters.`);
  if (/"\$(?:ref|id)":"[^#]/.test(json))
    refuse('describe', 'Schemas in describe refer to nothing outside of themselves.');
  return JSON.parse(json);
}

function jsonOf(given: Description): string {
  try {
    return JSON.stringify(given);
  } catch {
    return refuse('describe', 'describe is plain JSON: texts, numbers, lists and objects.');
  }
}

function isTemplate(path: unknown): boolean {
  return typeof path === 'string' && path.length <= 256 && /^\/[\w/:.~-]+$/.test(path) && !/\.\.|:\/\//.test(path);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The declaration for one method; `undefined` where the description is of others. */
export function bazaarDeclaration(description: Description, method: string): object | undefined {
  const { bodyType, routeTemplate, output } = description;
  if (METHODS_WITH_BODY.includes(method) !== (bodyType !== undefined)) return undefined;
  const { input = {}, pathParams } = description;
  const given = bodyType === undefined ? { queryParams: input } : { bodyType, body: input };
  return {
    info: {
      input: { type: 'http', ...given, ...(pathParams && { pathParams }), method },
      ...(output && { output: { type: 'json', example: output.example } }),
    },
    ...(routeTemplate !== undefined && { routeTemplate }),
    schema: schemaOf(description, method),
  };
}

function schemaOf(
  { bodyType, inputSchema = { properties: {} }, pathParamsSchema, output, pathParams }: Description,
  method: string,
): object {
  const input =
    bodyType === undefined
      ? { queryParams: { type: 'object', ...inputSchema } }
      : { bodyType: { type: 'string', enum: BODY_TYPES }, body: inputSchema };
  const path = pathParamsSchema || pathParams ? { pathParams: { type: 'object', ...pathParamsSchema } } : {};
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      input: {
        type: 'object',
        properties: {
          type: { type: 'string', const: 'http' },
          method: { type: 'string', enum: [method] },
          ...input,
          ...path,
        },
        required: ['type', 'method', ...(bodyType === undefined ? [] : ['bodyType', 'body'])],
        additionalProperties: false,
      },
      ...(output && { output: outputSchema(output) }),
    },
    required: ['input'],
  };
}

function outputSchema({ example, schema }: NonNullable<Description['output']>): object {
  const type = isObject(example) ? { type: 'object' } : {};
  return {
    type: 'object',
    properties: { type: { type: 'string' }, example: { ...type, ...schema } },
    required: ['type'],
  };
}
