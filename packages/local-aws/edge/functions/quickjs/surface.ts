/** Prints the names that a script reaches without a module, a line `path: name name …` for each object; for njs and QuickJS. */
export const REFLECT = `
var roots = { TypedArray: Object.getPrototypeOf(Uint8Array), globalThis: globalThis };
['globalThis', 'Object', 'Object.prototype', 'Function.prototype', 'Array', 'Array.prototype', 'ArrayBuffer',
  'ArrayBuffer.prototype', 'Boolean.prototype', 'DataView.prototype', 'Date', 'Date.prototype', 'Error', 'Error.prototype',
  'JSON', 'Math', 'Number', 'Number.prototype', 'Promise', 'Promise.prototype', 'RegExp', 'RegExp.prototype', 'String',
  'String.prototype', 'Symbol', 'Symbol.prototype', 'TypedArray', 'TypedArray.prototype'].forEach(function (path) {
  var object = path.split('.').reduce(function (at, name) { return roots[name] || at[name]; }, globalThis);
  console.log(path + ': ' + Object.getOwnPropertyNames(object).sort().join(' '));
});
`;

/** Globals of the njs command that CloudFront does not have. */
export const OF_THE_COMMAND = [
  '$262',
  'clearTimeout',
  'crypto',
  'eval',
  'global',
  'njs',
  'print',
  'process',
  'setImmediate',
  'setTimeout',
];

/** The njs that every record of it was made with. */
export const RECORDED_NJS = '0.7.9';

/** What `REFLECT` prints in njs; a test compares the two where that version is installed. */
export const NJS_SURFACE = {
  Array: 'isArray length name of prototype',
  'Array.prototype':
    'concat constructor copyWithin entries every fill filter find findIndex forEach includes indexOf join keys lastIndexOf length map pop push reduce reduceRight reverse shift slice some sort splice toString unshift values',
  ArrayBuffer: 'isView length name prototype',
  'ArrayBuffer.prototype': 'byteLength constructor slice',
  'Boolean.prototype': '__proto__ constructor toString valueOf',
  'DataView.prototype':
    'buffer byteLength byteOffset constructor getFloat32 getFloat64 getInt16 getInt32 getInt8 getUint16 getUint32 getUint8 setFloat32 setFloat64 setInt16 setInt32 setInt8 setUint16 setUint32 setUint8',
  Date: 'UTC length name now parse prototype',
  'Date.prototype':
    '__proto__ constructor getDate getDay getFullYear getHours getMilliseconds getMinutes getMonth getSeconds getTime getTimezoneOffset getUTCDate getUTCDay getUTCFullYear getUTCHours getUTCMilliseconds getUTCMinutes getUTCMonth getUTCSeconds setDate setFullYear setHours setMilliseconds setMinutes setMonth setSeconds setTime setUTCDate setUTCFullYear setUTCHours setUTCMilliseconds setUTCMinutes setUTCMonth setUTCSeconds toDateString toISOString toJSON toLocaleDateString toLocaleString toLocaleTimeString toString toTimeString toUTCString valueOf',
  Error: 'length name prototype',
  'Error.prototype': 'constructor message name toString valueOf',
  'Function.prototype': 'apply arguments bind call caller constructor length name',
  JSON: 'parse stringify',
  Math: 'E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2 abs acos acosh asin asinh atan atan2 atanh cbrt ceil clz32 cos cosh exp expm1 floor fround hypot imul log log10 log1p log2 max min pow prototype random round sign sin sinh sqrt tan tanh trunc',
  Number:
    'EPSILON MAX_SAFE_INTEGER MAX_VALUE MIN_SAFE_INTEGER MIN_VALUE NEGATIVE_INFINITY NaN POSITIVE_INFINITY isFinite isInteger isNaN isSafeInteger length name parseFloat parseInt prototype',
  'Number.prototype': '__proto__ constructor toExponential toFixed toPrecision toString valueOf',
  Object:
    'assign create defineProperties defineProperty entries freeze getOwnPropertyDescriptor getOwnPropertyDescriptors getOwnPropertyNames getOwnPropertySymbols getPrototypeOf is isExtensible isFrozen isSealed keys length name preventExtensions prototype seal setPrototypeOf values',
  'Object.prototype':
    '__proto__ constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toString valueOf',
  Promise: 'all allSettled any length name prototype race reject resolve',
  'Promise.prototype': 'catch constructor finally then',
  RegExp: 'length name prototype',
  'RegExp.prototype': 'constructor exec flags global ignoreCase multiline source sticky test toString',
  String: 'bytesFrom fromCharCode fromCodePoint length name prototype',
  'String.prototype':
    '__proto__ charAt charCodeAt codePointAt concat constructor endsWith fromBytes fromUTF8 includes indexOf lastIndexOf length match padEnd padStart repeat replace search slice split startsWith substr substring toBytes toLowerCase toString toUTF8 toUpperCase trim trimEnd trimStart valueOf',
  Symbol:
    'asyncIterator for hasInstance isConcatSpreadable iterator keyFor length match matchAll name prototype replace search species split toPrimitive toStringTag unscopables',
  'Symbol.prototype': '__proto__ constructor description toString valueOf',
  TypedArray: 'from length name of prototype',
  'TypedArray.prototype':
    'buffer byteLength byteOffset constructor copyWithin entries every fill filter find findIndex forEach includes indexOf join keys lastIndexOf length map reduce reduceRight reverse set slice some sort subarray toString values',
  globalThis:
    '$262 AggregateError Array ArrayBuffer Boolean Buffer DataView Date Error EvalError Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array InternalError JSON Math MemoryError NaN Number Object Promise RangeError ReferenceError RegExp String Symbol SyntaxError TextDecoder TextEncoder TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray atob btoa clearTimeout console crypto decodeURI decodeURIComponent encodeURI encodeURIComponent eval global globalThis isFinite isNaN njs parseFloat parseInt print process require setImmediate setTimeout toString undefined',
};
