import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element: its text, its children by name, or, where the API has a list, the children of one name in order. */
export type Node = string | Tree | Node[];
export interface Tree {
  [name: string]: Node;
}

/** Elements whose children are a list even when there is one of them. */
const LISTS = /(^|\.)(Items|EndPoints|Fields)\.[^.]+$/;

const parser = new XMLParser({
  parseTagValue: false,
  trimValues: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // Decodes numeric entities too: Go's encoder writes a newline as `&#xA;` and a quote as `&#34;`.
  htmlEntities: true,
  isArray: (_name, path) => LISTS.test(String(path)),
});
const builder = new XMLBuilder({ format: false, suppressEmptyNode: false });

/** The document's root element as `[name, content]`; `undefined` when it is not well-formed. */
export function parseXml(body: Buffer | string): [string, Tree] | undefined {
  const source = body.toString();
  if (XMLValidator.validate(source) !== true) return undefined;
  const document = parser.parse(source) as Tree;
  const name = Object.keys(document).find((key) => key !== '#text');
  return name === undefined ? undefined : [name, asTree(clean(document[name] ?? ''))];
}

export function buildXml(name: string, content: Node): string {
  return builder.build({ [name]: content });
}

/** Drops the white space between elements. */
function clean(node: Node): Node {
  if (typeof node === 'string') return node;
  if (Array.isArray(node)) return node.map(clean);
  const entries = Object.entries(node).filter(([name]) => name !== '#text');
  return entries.length === 0
    ? asText(node['#text'])
    : Object.fromEntries(entries.map(([name, child]) => [name, clean(child)]));
}

function asTree(node: Node | undefined): Tree {
  return node === undefined || typeof node === 'string' || Array.isArray(node) ? {} : node;
}

function asText(node: Node | undefined): string {
  return typeof node === 'string' ? node : '';
}

/** The element at a path, empty when it is not there. */
export function child(tree: Tree, ...path: string[]): Tree {
  return path.reduce<Tree>((at, name) => asTree(at[name]), tree);
}

/** The text at a path, `undefined` when the element is not there. */
export function text(tree: Tree, ...path: string[]): string | undefined {
  const parent = child(tree, ...path.slice(0, -1));
  const node = parent[path[path.length - 1] ?? ''];
  return node === undefined ? undefined : asText(node);
}

/** The elements of a list of structures: `{ Quantity, Items: { Origin: [...] } }`. */
export function items(tree: Tree, ...path: string[]): Tree[] {
  return listOf(child(tree, ...path)).map(asTree);
}

/** The texts of a list of values: `{ Quantity, Items: { CNAME: [...] } }`. */
export function texts(tree: Tree, ...path: string[]): string[] {
  return listOf(child(tree, ...path)).map(asText);
}

function listOf(list: Tree): Node[] {
  return Object.values(asTree(list.Items)).flatMap((entry) => (Array.isArray(entry) ? entry : [entry]));
}

/** A list as the API writes it. */
export function listing(member: string, members: readonly Node[]): Tree {
  return members.length === 0
    ? { Quantity: '0' }
    : { Quantity: String(members.length), Items: { [member]: [...members] } };
}
