posthog.init('@token@', {api_host: '@origin@', opt_out_useragent_filter: true, person_profiles: 'always',
  request_queue_config: {flush_interval_ms: 250}, capture_pageview: 'history_change'});
posthog.capture('arrived', {list: [1, 'two', {three: 3}], text: 'lone \ud800 half', nothing: null});
