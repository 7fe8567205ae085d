import { randomUUID } from 'node:crypto';
import { fastify } from 'fastify';
import { openDatabase } from './db.ts';
import { TaxTable } from './pricing.ts';
import { addRoutes } from './routes.ts';
import { Refusal } from './shop.ts';

const port = Number(process.env.PORT ?? 3000);
const host = process.env.HOST ?? '127.0.0.1';

const db = await openDatabase();
const app = fastify({
  logger: { level: process.env.LOG_LEVEL ?? 'info' },
  disableRequestLogging: true,
  genReqId: () => randomUUID(),
});
app.setErrorHandler(async (error, request, reply) => {
  if (error instanceof Refusal) return reply.code(error.status).send({ code: error.code, message: error.message });
  request.log.error(error);
  return reply.send(error);
});
addRoutes(app, { db, taxes: new TaxTable() });
await app.listen({ port, host });

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void app
      .close()
      .then(() => db.close())
      .then(() => process.exit(0));
  });
}
