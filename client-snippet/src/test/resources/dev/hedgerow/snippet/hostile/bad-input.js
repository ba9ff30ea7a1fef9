/*
 * Calls every method of posthog with values that make no sense, in each place of its arguments, and starts an instance with every
 * option of every wrong kind. What throws, or is dead afterwards, is told as text; nothing told is what is wanted.
 */
var BadInput = (function () {
  'use strict';
  var THROWS = function () { throw new Error('looked at') };
  var traps = {};
  ['get', 'set', 'has', 'deleteProperty', 'ownKeys', 'getOwnPropertyDescriptor', 'defineProperty', 'getPrototypeOf',
    'setPrototypeOf', 'isExtensible', 'preventExtensions', 'apply', 'construct'].forEach(function (name) { traps[name] = THROWS });

  function Thing() { this.own = 1 }
  Thing.prototype.inherited = 2;

  function revoked() { var both = Proxy.revocable({}, {}); both.revoke(); return both.proxy }
  function deep(levels) { var o = {}; for (var i = 0; i < levels; i++) o = i % 2 ? [o] : {o: o}; return o }
  function cyclic() { var o = {name: 'circle', list: []}; o.self = o; o.list.push(o, {o: o}); return o }
  function many() { var o = {}; for (var i = 0; i < 1e5; i++) o['key' + i] = i % 3 ? 'value ' + i : {n: i}; return o }
  function sparse() { var a = []; a[7] = 1; a[4294967294] = 2; return a }

  /** Small values that make no sense to most methods. */
  var VALUES = {
    'null': null, 'undefined': undefined, 'zero': 0, 'NaN': NaN, 'Infinity': -Infinity, 'a number': 12.5, 'empty text': '',
    'text': 'text', 'true': true, 'false': false, 'a Symbol': Symbol('s'), 'a BigInt': BigInt('12345678901234567890'),
    'a circle': cyclic(), 'a getter that throws': Object.defineProperty({ok: 1}, 'bad', {get: THROWS, enumerable: true}),
    'deep inside a getter that throws': {a: {b: Object.defineProperty({}, 'bad', {get: THROWS, enumerable: true})}},
    'a Proxy that throws': new Proxy({}, traps), 'a function Proxy that throws': new Proxy(function () {}, traps),
    'a Proxy inside': {inside: new Proxy({}, traps), list: [new Proxy([], traps)]},
    'a revoked Proxy': revoked(), 'a revoked Proxy inside': {inside: revoked()},
    'a Date': new Date(0), 'an invalid Date': new Date(NaN), 'a far Date': new Date(8.64e15), 'a BigInt inside': {n: BigInt(1), s: Symbol('s')},
    'a Map': new Map([[1, 2]]), 'a Set': new Set([1]), 'bytes': new Uint8Array(8), 'a RegExp': /x/g, 'an Error': new Error('e'),
    'an element': document.createElement('form'), 'a function': function () {}, 'a function that throws': THROWS, 'an instance': new Thing(),
    'a frozen object': Object.freeze({a: Object.freeze([1])}), 'toJSON that throws': {a: 1, toJSON: THROWS}, 'toString that throws': {toString: THROWS, valueOf: THROWS},
    'an object without prototype': Object.create(null), 'an array': [1, [2], {three: 3}], 'a sparse array': sparse(),
    '__proto__ as a key': JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"a":1}'),
    'the text __proto__': '__proto__', 'the text constructor': 'constructor', 'a lone surrogate': 'x\ud800y', 'lone surrogates inside': {'\udc00': ['\ud83d']},
    'boxed': Object('boxed'), 'a method of its own': 'hasOwnProperty', 'control characters': '\u0000\u2028\u0007'
  };

  /** Large ones, for the methods that keep or send what they get. */
  var LARGE = {
    'deep nesting': function () { return deep(1e4) }, 'many keys': many, 'the window': function () { return window },
    'the document': function () { return document }, 'long texts': function () { return {a: new Array(3e5).join('ä'), b: [new Array(3e5).join('\n')], c: 1} }
  };
  var KEEPING = ['capture', 'identify', 'group', 'register', 'register_once', 'register_for_session', 'setPersonProperties', 'set_config', 'alias', 'setPersonPropertiesForFlags'];
  var PLACES = {capture: 3, identify: 3, group: 3, register_once: 3, register: 2, alias: 2, setPersonProperties: 2, updateFlags: 3, calculateEventProperties: 4,
    on: 2, set: 3, set_once: 3, captureTraceMetric: 3, captureTraceFeedback: 2, captureException: 2, getFeatureFlag: 2, isFeatureEnabled: 2, getEarlyAccessFeatures: 3,
    updateEarlyAccessFeatureEnrollment: 3, setIdentity: 2, addExceptionStep: 2, init: 3, setPersonPropertiesForFlags: 2, setGroupPropertiesForFlags: 2};

  var calls = 0;
  var wrong = [];

  function alive(after) {
    posthog.opt_in_capturing({captureEventName: false});
    posthog.set_config({before_send: null, rate_limiting: {events_per_second: 1e6}, property_denylist: [], autocapture: false, opt_out_useragent_filter: true, debug: false});
    var event = posthog.capture('alive', {after: after});
    if (!event || event.event !== 'alive' || !event.properties.distinct_id || typeof event.properties.distinct_id !== 'string') wrong.push('dead after ' + after);
    if (({}).polluted) { wrong.push('polluted by ' + after); delete Object.prototype.polluted }
  }

  function call(on, name, place, kind, value) {
    var given = name === 'init' ? ['phc_' + kind, {api_host: location.origin, capture_pageview: false}, 'other'] : ['name', {a: 1}, {b: 2}, 5];
    given = given.slice(0, place);
    given.push(value);
    calls++;
    try { on[name].apply(on, given) } catch (error) { wrong.push(name + ' throws at argument ' + (place + 1) + ', ' + kind + ': ' + error) }
  }

  /** Calls a method with every value, or only every nth, in each place. */
  function method(on, name, every) {
    for (var place = 0; place < (PLACES[name] || 1); place++) {
      if (name === 'init' && place === 1) continue;
      Object.keys(VALUES).forEach(function (kind, k) { if ((k + place + name.length) % every === 0) call(on, name, place, kind, VALUES[kind]) });
      if (KEEPING.indexOf(name) >= 0) Object.keys(LARGE).forEach(function (kind, k) { if ((k + place) % every === 0) call(on, name, place, kind, LARGE[kind]()) });
    }
    if (name !== 'init') alive(name);
  }

  function names() {
    return Object.keys(posthog).filter(function (name) { return typeof posthog[name] === 'function' && name !== 'loadToolbar' }).sort();
  }

  /** Options of other kinds than they should be; what stops an instance, rightly, has its reason. */
  var OPTIONS = ('api_host flags_api_host ui_host asset_host rewriteRequestPath api_transport name defaults loaded autocapture rageclick capture_pageview '
    + 'capture_pageleave capture_dead_clicks capture_heatmaps enable_heatmaps capture_performance capture_exceptions disable_scroll_properties scroll_root_selector '
    + 'persistence persistence_name cookie_persisted_properties cookieWinsOnConflict cross_subdomain_cookie cookie_expiration secure_cookie disable_persistence '
    + 'persistence_save_debounce_ms split_storage save_referrer save_campaign_params custom_campaign_params mask_personal_data_properties custom_personal_data_properties '
    + 'disable_capture_url_hashes mask_all_text mask_all_element_attributes property_denylist property_blacklist properties_string_max_length sanitize_properties before_send get_current_url '
    + 'person_profiles process_person bootstrap get_device_id session_idle_timeout_seconds request_batching request_queue_config disable_compression disable_beacon request_headers fetch_options '
    + 'on_request_error rate_limiting opt_out_persistence_by_default opt_out_capturing_persistence_type consent_persistence_name opt_out_capturing_cookie_prefix '
    + 'respect_dnt cookieless_mode custom_blocked_useragents __preview_capture_bot_pageviews advanced_disable_flags advanced_disable_feature_flags '
    + 'feature_flag_request_timeout_ms feature_flag_cache_ttl_ms evaluation_contexts flag_keys remote_config_refresh_interval_ms internal_or_test_user_hostname tracing_headers '
    + 'disable_session_recording session_recording disable_surveys disable_external_dependency_loading strict_script_versioning external_scripts_inject_target prepare_external_dependency_script '
    + 'disableDeviceModel verbose ip upgrade api_method xhr_headers cookie_name disable_cookie').split(' ');
  var KINDS = ['null', 'a number', 'NaN', 'Infinity', 'text', 'true', 'a Symbol', 'a circle', 'an array', 'a function', 'a Proxy that throws', 'a revoked Proxy', 'a getter that throws', 'an invalid Date', 'an element'];
  var MAY_STOP = /^(before_send a function|name .*|before_send .*Proxy.*|cookieless_mode .*|prepare_external_dependency_script .*|disable_external_dependency_loading .*|sanitize_properties .*)$/;
  var started = [];

  return {
    calls: function () { return calls },
    names: function () { return names().join(' ') },
    /** Calls these methods with every nth value; tells what is wrong. */
    methods: function (list, every) {
      wrong = [];
      list.split(' ').forEach(function (name) { method(posthog, name, every) });
      return wrong.join('\n');
    },
    people: function () {
      wrong = [];
      method(posthog.people, 'set', 1);
      method(posthog.people, 'set_once', 1);
      return wrong.join('\n');
    },
    /** Starts an instance for each option and every nth kind. */
    start: function (every) {
      wrong = [];
      var n = 0;
      OPTIONS.forEach(function (option, o) {
        KINDS.forEach(function (kind, k) {
          if ((o + k) % every) return;
          var given = {api_host: location.origin, opt_out_useragent_filter: true, capture_pageview: false, autocapture: false, capture_pageleave: false,
            persistence: 'memory', advanced_disable_flags: true, disable_scroll_properties: true};
          given[option] = VALUES[kind];
          try { started.push([option + ' ' + kind, posthog.init('phc_' + option, given, 'option_' + n++)]) } catch (error) { wrong.push('init throws for ' + option + ', ' + kind + ': ' + error) }
          var set = {};
          set[option] = VALUES[kind];
          calls++;
        });
      });
      return wrong.join('\n');
    },
    /** Asks each started instance for an event. */
    started: function () {
      wrong = [];
      started.forEach(function (one) {
        var event = one[1] && one[1].capture && one[1].capture('works', {option: one[0]}, {send_instantly: true});
        if (!event && !MAY_STOP.test(one[0])) wrong.push('no event with ' + one[0]);
      });
      return wrong.join('\n');
    },
    instances: function () { return started.length },
    huge: function () {
      wrong = [];
      var text = new Array(10 * 1024 * 1024 + 1).join('h');
      ['capture', 'identify', 'register', 'setPersonProperties', 'group', 'get_property', 'unregister', 'alias', 'set_config'].forEach(function (name) { call(posthog, name, 0, '10 MB', text) });
      call(posthog, 'capture', 1, '10 MB', {text: text, list: [text, text]});
      call(posthog, 'register', 0, '10 MB', {huge: text});
      call(posthog, 'setPersonProperties', 0, '10 MB', {text: text});
      call(posthog, 'group', 1, '10 MB', text);
      posthog.unregister('huge');
      posthog.reset();
      alive('10 MB');
      return wrong.join('\n');
    }
  };
})();
