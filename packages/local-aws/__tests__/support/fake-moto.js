// Stands in for moto: answers every request, and ends when its standard input does.
const { createServer } = require('node:http');
const port = Number(process.argv[process.argv.indexOf('--port') + 1]);
createServer((request, response) => {
  request.resume();
  response.end('fake moto');
}).listen(port, '127.0.0.1');
process.stdin.on('end', () => process.exit(0)).resume();
