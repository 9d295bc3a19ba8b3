import { z } from "zod";
import { API_ROUTES, type ApiRoute } from "./routes.js";

type Json = Record<string, unknown>;

/**
 * The OpenAPI 3.1 document of the API, made of the schemas that check it.
 *
 * @param release Mixtide's version.
 * @param secured a bearer token is asked for.
 */
export function openApi(release: string, secured: boolean): Json {
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries<ApiRoute>(API_ROUTES))
    paths[route.path] = { ...paths[route.path], [route.method]: operation(name, route, secured) };
  return {
    openapi: "3.1.0",
    info: {
      title: "Mixtide",
      version: release,
      description: "A Gaussian mixture that is learned from a stream: published snapshots, labels on request.",
    },
    paths,
    ...(secured
      ? { components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } }, security: [{ token: [] }] }
      : {}),
  };
}

function operation(operationId: string, { answers, body, parameters, summary }: ApiRoute, secured: boolean): Json {
  const responses: Record<string, Json> = secured ? { 401: { description: "The token is missing or wrong." } } : {};
  for (const [status, { description, schema, type }] of Object.entries(answers))
    responses[status] = { description, content: { [type]: schema ? { schema: jsonSchema(schema, "output") } : {} } };
  return {
    operationId,
    summary,
    ...(parameters === undefined ? {} : { parameters: parametersOf(parameters) }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { "application/json": { schema: jsonSchema(body, "input") } } } }),
    responses,
  };
}

function parametersOf({ in: place, schema }: NonNullable<ApiRoute["parameters"]>): Json[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const described = field as z.ZodType;
    return {
      name,
      in: place,
      required: !described.safeParse(undefined).success,
      ...(described.description === undefined ? {} : { description: described.description }),
      // What a number in an address is, not that it is written as text.
      schema: jsonSchema(described, "output"),
    };
  });
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, target: "draft-2020-12" }) as Json;
  return rest;
}
