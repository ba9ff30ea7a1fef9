/*
 * What a page pastes so that it may call posthog before the script is there. Calls wait in an array of the form that
 * posthog-js's script understands too, each capture with the time at which it was made. When the page is left before the
 * script came, the captures waiting are handed over by a beacon; not where that could go against what the visitor or the
 * page decided, which only the script can tell: then they are lost, as they would be without this.
 */
((page, queue, names) => {
  if (queue.__SV) return;
  window.posthog = queue;
  queue._i = [];

  queue.init = (token, config, name) => {
    let target = name ? queue[name] = [] : queue;
    let keep = (list, names) =>
      names.split(' ').map(method => list[method] = (...call) => { list.push([method, ...call]) });
    keep(target, names);
    keep(target.people = [], 'set set_once');
    target.capture = (event, properties, options) => {
      target.push(['capture', event, properties, {timestamp: new Date, ...options || {_batchKey: 'events'}}]);
    };
    if (queue._i.push([token, config, name]) < 2) {
      let script = page.createElement('script');
      script.async = true;
      script.src = config.script_url || config.api_host + '/static/array.js';
      page.head.append(script);
    }
  };

  /* What the storage or else a cookie holds. */
  let kept = name =>
    localStorage[name] || decodeURIComponent((page.cookie.split(name + '=')[1] || '').split(';')[0]);

  let hand = (target, token, config) => {
    let captures = target.filter(call => call[0] == 'capture');
    let key = 'ph_' + token + '_posthog';
    let known = JSON.parse(kept(key) || '{}');
    if (!captures[0]
        || !/^(1|true|yes|)$/.test(kept('__ph_opt_in_out_' + token))
        || navigator.webdriver && !config.opt_out_useragent_filter
        || !Object.keys(config).every(option =>
          /^(api_h|auto|capture_|de|loaded|opt_out_u|person|request_[bq]|script_u)/.test(option))
        || /opt_|reset|set_c/.test(target.map(call => call[0]))) return;
    if (!known.distinct_id) {
      known.$device_id = known.distinct_id = crypto.randomUUID();
      localStorage[key] = JSON.stringify(known);
    }
    if (navigator.sendBeacon(config.api_host + '/e/', JSON.stringify({
      api_key: token,
      batch: captures.map(([, event, properties, options]) => ({
        uuid: crypto.randomUUID(),
        event,
        timestamp: options.timestamp,
        properties: {
          $current_url: location.href.split('#')[0],
          ...properties,
          distinct_id: known.distinct_id,
          $device_id: known.$device_id,
          $process_person_profile: known.$user_state == 'identified' || config.person_profiles == 'always'
        }
      })),
      sent_at: new Date
    }))) captures.map(call => target.splice(target.indexOf(call), 1));
  };

  addEventListener('pagehide', () => {
    if (window.posthog == queue) queue._i.map(([token, config, name]) => {
      try { hand(name ? queue[name] : queue, token, config) } catch (error) {}
    });
  });
  queue.__SV = 1;
})(document, window.posthog || [], 'register register_once register_for_session unregister identify alias group resetGroups setPersonProperties setPersonPropertiesForFlags setGroupPropertiesForFlags createPersonProfile reset on onFeatureFlags onSessionId isFeatureEnabled getFeatureFlag reloadFeatureFlags opt_in_capturing opt_out_capturing captureException set_config debug get_distinct_id');
