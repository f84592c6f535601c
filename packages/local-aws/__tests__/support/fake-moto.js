// Stands in for moto: keeps what is PUT, and makes the changes of a journal again. With --forgetful it refuses the second time
// what it took the first, with --talkative it says something else. By itself it ends when its standard input does.
const { createServer } = require('node:http');

exports.createFakeMoto = (...flags) => {
  const kept = new Map();
  const change = (target, seed, body) => {
    kept.set(target, `${body} of ${seed}`);
    return { status: 200, answer: kept.get(target) };
  };
  const changeAgain = (target, seed, body) => {
    if (flags.includes('--forgetful')) return { status: 404, answer: 'unknown' };
    const { status, answer } = change(target, seed, body);
    return { status, answer: flags.includes('--talkative') ? `well, ${answer}` : answer };
  };
  return createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const moment = request.headers['x-local-aws-moment'];
    if (request.url === '/_local/replay') response.end(replay(body, changeAgain));
    else if (moment === undefined) response.end(kept.get(request.url) ?? 'fake moto');
    else {
      const { status, answer } = change(request.url, JSON.parse(moment).seed, body.toString());
      const outcome = Buffer.from(JSON.stringify({ answer })).toString('base64');
      response.writeHead(status, { 'x-local-aws-outcome': outcome });
      response.end(answer);
    }
  });
};

/** The journal's head is a line; so is each change, with its body behind it. */
function replay(journal, change) {
  const differences = [];
  let at = journal.indexOf('\n') + 1;
  while (at < journal.length) {
    const end = journal.indexOf('\n', at);
    const { n, target, seed, bytes, status, answer } = JSON.parse(journal.toString('utf8', at, end));
    const again = change(target, seed, journal.toString('utf8', end + 1, end + 1 + bytes));
    if (again.status !== status || again.answer !== answer) {
      differences.push({ n, status: again.status, text: again.answer });
    }
    at = end + 1 + bytes;
  }
  return differences.map((one) => `${JSON.stringify(one)}\n`).join('');
}

if (require.main === module) {
  const port = Number(process.argv[process.argv.indexOf('--port') + 1]);
  exports.createFakeMoto(...process.argv).listen(port, '127.0.0.1');
  process.stdin.on('end', () => process.exit(0)).resume();
}
