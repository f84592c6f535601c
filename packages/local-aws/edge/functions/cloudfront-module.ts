/**
 * Module `cloudfront` as functions import it, in what runtime 2.0 and its engine understand.
 *
 * `ask` reads a key of the store, at once: `{ value }`, `{ missing: true }`, or `{ none: true }` without a store.
 */
export const CREATE_CLOUDFRONT = `
function __createCloudFront(ask) {
  var call = null, decision = null, reads = [];
  var STATUS_CODES = [400, 403, 404, 416, 429, 500, 502, 503, 504];
  function known(id) {
    if (call.originIds.indexOf(id) < 0) { throw new Error('the distribution has no origin ' + id); }
    return id;
  }
  function decide(next) {
    if (call.event.context.eventType !== 'viewer-request') {
      throw new Error('origins are chosen in viewer request functions only');
    }
    decision = next;
  }
  function read(key) {
    var answer = ask(key);
    if (answer.none) { throw new Error('the function has no key value store'); }
    reads.push(key);
    return answer;
  }
  function get(key, options) {
    try {
      var answer = read(key), format = (options || {}).format || 'string';
      if (answer.missing) { return Promise.reject(new Error('KeyNotFound: ' + key)); }
      if (format === 'json') { return Promise.resolve(JSON.parse(answer.value)); }
      return Promise.resolve(format === 'bytes' ? Buffer.from(answer.value) : answer.value);
    } catch (error) { return Promise.reject(error); }
  }
  function exists(key) {
    try { return Promise.resolve(!read(key).missing); } catch (error) { return Promise.reject(error); }
  }
  return {
    begin: function (next) { call = next; decision = null; reads = []; },
    end: function () { return { decision: decision, reads: reads }; },
    cf: {
      kvs: function () { return { get: get, exists: exists }; },
      selectRequestOriginById: function (id) { decide({ kind: 'select', originId: known(id) }); },
      updateRequestOrigin: function (changes) {
        var name = changes.domainName;
        if (name !== undefined && !/^[A-Za-z0-9][A-Za-z0-9.-]{0,252}$/.test(name)) {
          throw new Error('domainName is not a host name');
        }
        decide({ kind: 'update', changes: changes });
      },
      createRequestOriginGroup: function (group) {
        var ids = group.originIds.map(function (member) { return known(member.originId); });
        var codes = group.failoverCriteria.statusCodes;
        if (ids.length !== 2 || ids[0] === ids[1]) { throw new Error('an origin group has two different origins'); }
        if (codes.length === 0 || codes.some(function (code) { return STATUS_CODES.indexOf(code) < 0; })) {
          throw new Error('an origin group fails over on ' + STATUS_CODES.join(', '));
        }
        decide({ kind: 'group', originIds: ids, statusCodes: codes });
      },
    },
  };
}
`;
