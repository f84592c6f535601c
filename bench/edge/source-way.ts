/**
 * The way of a published example: a map of countries written out inside the handler, built anew for every request,
 * with a branch of `updateRequestOrigin` behind it and two headers for debugging. Its logging is left out, which is
 * in its favour.
 *
 * Written for this comparison after that example's shape; the countries are those of the document, without the fifteen
 * that the example lacks.
 */
export interface SourceWay {
  /** The map alone. */
  readonly table: string;
  /** The handler without what follows the lookup. */
  readonly lookup: string;
  readonly request: string;
}

// biome-ignore format: a list of countries
const MISSING = ['AR', 'BO', 'BR', 'CL', 'CN', 'CO', 'EC', 'FK', 'GF', 'GY', 'KP', 'PE', 'PY', 'SR', 'VN'];

export function sourceWay(
  countries: Readonly<Record<string, string>>,
  regions: readonly string[],
): SourceWay {
  const entries = Object.entries(countries)
    .filter(([country]) => !MISSING.includes(country))
    .map(([country, region]) => `        '${country}': '${region}'`);
  const table = `    const regionOfCountry = {\n${entries.join(',\n')}\n    };\n`;
  const hosts = regions.map((region) => `        '${region}': '${region}.origin.example.com'`).join(',\n');
  const opening = `function handler(event) {
    const request = event.request;
    const headers = request.headers;
    const country = headers['cloudfront-viewer-country'] && headers['cloudfront-viewer-country'].value;
${table}
    const region = (country && regionOfCountry[country]) || '${regions[0]}';
`;
  return {
    table,
    lookup: `${opening}    return region;\n}\n`,
    request: `import cf from 'cloudfront';

${opening}    const hostOfRegion = {
${hosts}
    };
    const host = hostOfRegion[region];
    cf.updateRequestOrigin({ 'domainName': host, 'timeouts': { 'readTimeout': 30, 'connectionTimeout': 5 } });
    request.headers['x-debug-country'] = { value: String(country || 'unknown') };
    request.headers['x-debug-origin'] = { value: String(host) };
    return request;
}
`,
  };
}
