import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export const currency = 'EUR';

class Basket {
  #items = [];
  add(item) {
    this.#items.push(item);
    const size = this.#items.length;
    return size; // PROBE added
  }
  *[Symbol.iterator]() {
    for (const item of this.#items) {
      yield item; // PROBE yielded
    }
  }
}

const label = (price) => `${price} ${currency}`; // PROBE arrow

async function sum(basket) {
  let total = 0;
  for (const { price } of basket) {
    await sleep(0);
    total += price;
  }
  return label(total); // PROBE summed
}

await sleep(0);
const server = http.createServer(async (request, response) => {
  const basket = new Basket();
  basket.add({ price: 3 });
  basket.add({ price: 4 });
  response.end(JSON.stringify({ sum: await sum(basket), url: request.url }));
});
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => console.log(`listening ${server.address().port}`));
