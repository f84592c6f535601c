import { namedEdgeEngine } from './after-all';

describe('the line after the tests', () => {
  it('says that QuickJS stood in for njs, what that leaves open, and how to get njs', () => {
    expect(namedEdgeEngine(undefined)).toMatch(
      /^Edge functions ran in QuickJS, because njs is not on the PATH: .*docs\/reference\/edge-runtime\.md.*apt-get install njs/,
    );
  });

  it('says that nothing was left open where njs is the recorded one', () => {
    expect(namedEdgeEngine('0.7.9')).toBe('Edge functions ran in njs 0.7.9.');
  });

  it('says that the record was not compared where njs is another one', () => {
    expect(namedEdgeEngine('0.8.0')).toMatch(/^Edge functions ran in njs 0\.8\.0; .* made with 0\.7\.9\.$/);
  });
});
