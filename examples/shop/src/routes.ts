import type { FastifyInstance } from 'fastify';
import { loadCart } from './cart.ts';
import { checkout } from './checkout.ts';
import { listProducts } from './inventory.ts';
import type { Shop } from './shop.ts';
import { authenticate } from './users.ts';

interface CartBody {
  Body: { cartId: string };
}

const cartBody = {
  body: { type: 'object', required: ['cartId'], properties: { cartId: { type: 'string', maxLength: 40 } } },
};

export function addRoutes(app: FastifyInstance, shop: Shop): void {
  app.get('/healthz', async () => ({ ok: true }));

  app.get('/products', async () => listProducts(shop));

  app.get<{ Params: { id: string } }>('/carts/:id', async (request) => {
    const user = await authenticate(shop, request.headers.authorization);
    const cart = await loadCart(shop, user, request.params.id);
    return { id: cart.id, isStale: cart.ageDays > 90, discounted: [...cart.discounted], lines: cart.lines };
  });

  app.post<CartBody>('/checkout', { schema: cartBody }, async (request) => {
    const user = await authenticate(shop, request.headers.authorization);
    const cart = await loadCart(shop, user, request.body.cartId);
    const receipt = await checkout(shop, cart, user);
    request.log.info({ order: receipt.order, tenant: user.tenant }, 'order placed');
    return { requestId: request.id, ...receipt };
  });

  app.post<CartBody>('/refund', { schema: cartBody }, async (request) => {
    const { refund } = await import('./refund.ts');
    const user = await authenticate(shop, request.headers.authorization);
    const cart = await loadCart(shop, user, request.body.cartId);
    return refund(shop, cart);
  });
}
