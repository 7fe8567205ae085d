// Bundled into one file with the agent by the test that uses it.
import '@stillframe/agent/register';
import http from 'node:http';

function quote(count) {
  const price = count * 2;
  return { price }; // PROBE quoted
}

const server = http.createServer((request, response) => {
  const count = Number(new URL(request.url, 'http://localhost').searchParams.get('count'));
  response.end(JSON.stringify(quote(count)));
});
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
