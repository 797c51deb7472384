// A service as users of Hono and @hono/zod-openapi write them. What it parsed, it sends back.

import { serve } from '@hono/node-server';
import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { getCookie } from 'hono/cookie';
import { stream, streamSSE } from 'hono/streaming';

const app = new OpenAPIHono({
  defaultHook: (result, c) => {
    if (!result.success) {
      const issues = result.error.issues.map(({ path, message }) => ({ path: path.map(String), message }));
      return c.json({ code: 'invalid', issues }, 422);
    }
  },
});

const content = (schema, type = 'application/json') => ({ content: { [type]: { schema } } });
const ok = (schema, type) => ({ description: 'ok', ...content(schema, type) });
const body = (schema, type) => ({ body: { required: true, ...content(schema, type) } });

const Color = z.enum(['red', 'dark-blue']).openapi('Color');
const Level = z.union([z.literal(1), z.literal(2)]).openapi('Level');
const Item = z
  .object({ id: z.int(), name: z.string().max(20), note: z.string().nullable().optional(), tags: z.array(z.string()).default([]) })
  .openapi('Item');
const Child = Item.extend({ extra: z.string() }).openapi('Child');
const Invalid = z
  .object({ code: z.literal('invalid'), issues: z.array(z.object({ path: z.array(z.string()), message: z.string() })) })
  .openapi('Invalid');
const Anything = z.record(z.string(), z.any());

const route = (method, path, request, responses, more = {}) =>
  createRoute({ method, path, request, responses: { ...responses, 422: ok(Invalid) }, ...more });
const echo = (method, path, request, source) =>
  app.openapi(route(method, path, request, { 200: ok(Anything) }), c => c.json(c.req.valid(source)));
const echoBody = (path, schema) =>
  app.openapi(route('post', path, body(schema), { 200: ok(schema) }), c => c.json(c.req.valid('json')));

// ---------------------------------------------------------------------------------------------------------- parameters

echo('get', '/path/{integer}/{key}/{color}', { params: z.object({ integer: z.coerce.number().int(), key: z.uuid(), color: Color }) }, 'param');

echo(
  'get',
  '/query',
  {
    query: z.object({
      q: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(100).default(10),
      flag: z.stringbool().optional().openapi({ type: 'boolean' }),
      ratio: z.coerce.number().optional(),
      'item-query': z.string().optional(),
    }),
  },
  'query',
);

const oneOrMany = schema => z.preprocess(value => (value === undefined ? undefined : [value].flat()), schema);

echo(
  'get',
  '/query-lists',
  { query: z.object({ names: oneOrMany(z.array(z.string())), ids: oneOrMany(z.array(z.coerce.number()).optional()), colors: oneOrMany(z.array(Color).optional()) }) },
  'query',
);
echo('get', '/query-enums', { query: z.object({ color: Color, order: z.enum(['up', 'down']).optional() }) }, 'query');
echo('get', '/query-dates', { query: z.object({ at: z.iso.datetime({ offset: true }), day: z.iso.date().optional() }) }, 'query');

app.openapi(
  route(
    'get',
    '/headers',
    { headers: z.object({ 'x-number': z.coerce.number().int(), 'x-name': z.string().optional() }) },
    { 200: { ...ok(Anything), headers: z.object({ 'x-rate': z.string() }) } },
  ),
  c => {
    const { 'x-number': number, 'x-name': name } = c.req.valid('header');
    return c.json({ number, name }, 200, { 'x-rate': '5' });
  },
);
echo('get', '/cookies', { cookies: z.object({ session: z.string().optional(), visits: z.coerce.number().optional() }) }, 'cookie');

// -------------------------------------------------------------------------------------------------------------- bodies

const Cat = z.object({ type: z.literal('cat'), meows: z.number() }).openapi('Cat');
const Dog = z.object({ type: z.literal('dog'), barks: z.number() }).openapi('Dog');
const V1 = z.object({ version: z.literal(1), a: z.string() }).openapi('V1');
const V2 = z.object({ version: z.literal(2), b: z.string() }).openapi('V2');
const Tree = z
  .object({
    value: z.number(),
    get children() {
      return z.array(Tree);
    },
  })
  .openapi('Tree');

echoBody('/order', z.object({ item: Item, items: z.array(Item), color: Color }).openapi('Order'));
echoBody('/list', z.array(Item));
echoBody('/child', Child);
echoBody('/tree', Tree);
echoBody('/pets', z.object({ pet: z.discriminatedUnion('type', [Cat, Dog]), pets: z.array(z.discriminatedUnion('type', [Cat, Dog])) }).openapi('Pets'));
echoBody('/versioned', z.object({ version: z.discriminatedUnion('version', [V1, V2]) }).openapi('Versioned'));
echoBody('/plain', z.object({ value: z.union([z.string(), z.number(), z.boolean(), z.array(z.number()), Cat]) }).openapi('Plain'));
echoBody(
  '/scalars',
  z
    .object({ key: z.uuid(), at: z.iso.datetime({ offset: true }), day: z.iso.date(), time: z.iso.time(), span: z.iso.duration(), price: z.number(), big: z.int(), level: Level, only: z.literal('only'), binary: z.base64() })
    .openapi('Scalars'),
);
echoBody(
  '/nullables',
  z
    .object({ required: z.string().nullable(), nullish: z.number().nullish(), item: Item.nullable(), color: Color.nullable(), optional: Item.optional(), defaulted: z.number().default(5) })
    .openapi('Nullables'),
);
echoBody('/maps', z.object({ byName: z.record(z.string(), Item), byColor: z.partialRecord(Color, z.number()), free: z.looseObject({ known: z.number() }), rest: z.object({ known: z.number() }).catchall(z.string()), any: z.any() }).openapi('Maps'));
echoBody('/tuples', z.object({ pair: z.tuple([z.number(), z.string()]), more: z.tuple([z.string()]).rest(z.number()) }).openapi('Tuples'));
app.openapi(route('patch', '/item', body(Item.partial().openapi('ItemPatch')), { 200: ok(Anything) }), async c => c.json(await c.req.json()));
app.openapi(
  route('post', '/maybe', { body: { required: false, ...content(Item) } }, { 200: ok(Anything) }),
  async c => c.json({ item: await c.req.json().catch(() => null) }),
);

// ----------------------------------------------------------------------------------------------------- forms and files

echo(
  'post',
  '/form',
  body(
    z.object({ user: z.string(), age: z.coerce.number().optional(), tags: oneOrMany(z.array(z.string())), color: Color.optional() }),
    'application/x-www-form-urlencoded',
  ),
  'form',
);

const binary = { type: 'string', format: 'binary' };
const Upload = z.object({
  file: z.instanceof(File).openapi(binary),
  optional: z.instanceof(File).optional().openapi(binary),
  many: oneOrMany(z.array(z.instanceof(File)).optional()).openapi({ type: 'array', items: binary }),
  note: z.string(),
});
const fileShown = async file => file && [file.name, file.type, Buffer.from(await file.arrayBuffer()).toString('hex')];

app.openapi(route('post', '/upload', body(Upload, 'multipart/form-data'), { 200: ok(Anything) }), async c => {
  const { file, optional, many, note } = c.req.valid('form');
  const shown = await Promise.all((many ?? []).map(fileShown));
  return c.json({ file: await fileShown(file), optional: await fileShown(optional), many: shown, note });
});

// ----------------------------------------------------------------------------------------------------------- responses

app.openapi(route('get', '/text', {}, { 200: ok(z.string(), 'text/plain') }), c => c.text('plain ünï'));
app.openapi(
  route('post', '/shout', body(z.string(), 'text/plain'), { 200: ok(z.string(), 'text/plain') }),
  async c => c.text((await c.req.text()).toUpperCase()),
);
app.openapi(
  route('get', '/image', {}, { 200: ok(z.any().openapi(binary), 'image/png') }),
  c => c.body(new Uint8Array([0x89, 0x50, 0, 255]), 200, { 'content-type': 'image/png' }),
);
app.openapi(
  route('post', '/reverse', body(z.any().openapi(binary), 'application/octet-stream'), { 200: ok(z.any().openapi(binary), 'application/octet-stream') }),
  async c => c.body(new Uint8Array(await c.req.arrayBuffer()).reverse(), 200, { 'content-type': 'application/octet-stream' }),
);
app.openapi(route('get', '/chunks', {}, { 200: ok(z.any().openapi(binary), 'application/octet-stream') }), c => {
  c.header('content-type', 'application/octet-stream');
  return stream(c, async chunks => {
    for (let n = 0; n < 3; n++) await chunks.write(new Uint8Array([n]));
  });
});
app.openapi(route('get', '/events', {}, { 200: ok(z.object({ n: z.number() }).openapi('Tick'), 'text/event-stream') }), c =>
  streamSSE(c, async events => {
    for (let n = 0; n < 3; n++) await events.writeSSE({ data: JSON.stringify({ n }), event: 'tick', id: String(n) });
  }),
);
app.openapi(route('get', '/text-events', {}, { 200: ok(z.string(), 'text/event-stream') }), c =>
  streamSSE(c, async events => {
    for (const data of ['plain', '"quoted"', '{"n":1}']) await events.writeSSE({ data });
  }),
);

app.openapi(
  route('post', '/created', body(Item), { 201: { ...ok(Item), headers: z.object({ location: z.string() }) } }),
  c => c.json(c.req.valid('json'), 201, { location: '/item/1' }),
);
app.openapi(route('post', '/accepted', {}, { 202: ok(Anything) }), c => c.json({ job: 1 }, 202));
app.openapi(route('delete', '/item/{id}', { params: z.object({ id: z.string() }) }, { 204: { description: 'gone' } }), c => c.body(null, 204));

const Problem = z.object({ title: z.string() }).openapi('Problem');
const buyResponses = {
  200: ok(Item),
  404: ok(z.object({ message: z.string() }).openapi('NotFound')),
  '4XX': ok(Problem, 'application/problem+json'),
  default: ok(z.object({ oops: z.string() }).openapi('Oops')),
};
app.openapi(route('get', '/buy/{n}', { params: z.object({ n: z.coerce.number().int() }) }, buyResponses), c => {
  const { n } = c.req.valid('param');
  if (n >= 500) return c.json({ oops: 'o' }, n);
  if (n === 404) return c.json({ message: 'none' }, n);
  if (n >= 400) return c.json({ title: 't' }, n, { 'content-type': 'application/problem+json' });
  return c.json({ id: n, name: 'n', tags: [] });
});

const Page = z.object({ items: z.array(Item), nextCursor: z.string().nullable() }).openapi('Page');
app.openapi(route('get', '/pages', { query: z.object({ cursor: z.string().optional() }) }, { 200: ok(Page) }), c => {
  const last = c.req.valid('query').cursor === 'two';
  return c.json({ items: [{ id: last ? 2 : 1, name: 'n', tags: [] }], nextCursor: last ? null : 'two' });
});

// --------------------------------------------------------------------------------------------------------- credentials

const schemes = {
  bearer: { type: 'http', scheme: 'bearer' },
  basic: { type: 'http', scheme: 'basic' },
  header: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
  query: { type: 'apiKey', in: 'query', name: 'api_key' },
  cookie: { type: 'apiKey', in: 'cookie', name: 'sid' },
};
const given = {
  bearer: c => c.req.header('authorization'),
  basic: c => c.req.header('authorization'),
  header: c => c.req.header('x-api-key'),
  query: c => c.req.query('api_key'),
  cookie: c => getCookie(c, 'sid'),
};
for (const [name, scheme] of Object.entries(schemes)) {
  app.openAPIRegistry.registerComponent('securitySchemes', name, scheme);
  const secured = { security: [{ [name]: [] }] };
  app.openapi(route('get', `/secured/${name}`, {}, { 200: ok(Anything) }, secured), c => c.json({ given: given[name](c) }));
}

app.doc31('/openapi.json', { openapi: '3.1.0', info: { title: 'Shop', version: '1.0' } });
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(process.env.PORT) });
