// A service to try Stillframe on: it serves orders, and asks itself for some all the time. One customer in four is charged 0.
import http from 'node:http';

const customers = [
  { name: 'Ada', country: 'DE' },
  { name: 'Bo', country: 'SE' },
  { name: 'Cy', country: 'DK' },
  { name: 'Di', country: 'AT' },
];
const taxes = { DE: 0.19, SE: 0.25, AT: 0.2 };

function totalOf(order) {
  const net = order.lines.reduce((sum, line) => sum + line.quantity * line.price, 0);
  const tax = taxes[order.customer.country];
  const total = Math.round(net * (1 + tax));
  return total > 0 ? total : 0; // Click left of this line number: why is it 0 for some?
}

async function placeOrder(id) {
  const customer = customers[id % customers.length];
  const lines = [{ article: 'lamp', quantity: 1 + (id % 3), price: 4900 }];
  await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 20));
  return { id, customer: customer.name, total: totalOf({ id, customer, lines }) };
}

let orders = 0;
const server = http.createServer((request, response) => {
  void placeOrder(++orders).then((order) => response.end(JSON.stringify(order)));
});

server.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  console.log(`The example serves ${url}. Ctrl+C ends it.`);
  setInterval(() => void fetch(url).then((answer) => answer.text(), console.error), 200);
});
