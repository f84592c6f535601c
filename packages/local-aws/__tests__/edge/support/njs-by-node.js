#!/usr/bin/env node
// The njs command as far as the edge uses it (`-v`, `-p <modules> <script>`), spoken by Node: what keeps processes,
// pipes and published versions apart is tested where the real one is missing.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const [option, folder, file] = process.argv.slice(2);
if (option === '-v') {
  console.log('0.0.0');
  process.exit();
}

const modules = {};
function load(name) {
  if (name !== 'cloudfront') return require(`node:${name}`);
  modules[name] ??= run(readFileSync(join(folder, name), 'utf8'));
  return modules[name];
}

function run(code) {
  const script = code
    .replaceAll(/import (\w+) from '(\w+)';/g, "var $1 = __load('$2');")
    .replace('export default', 'return');
  return new Function('__load', 'require', script)(load, load);
}

run(readFileSync(file, 'utf8'));
