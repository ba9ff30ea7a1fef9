// What the measurement runs in a page. Theirs and ours go through exactly this; so does a page without either.
window.bench = {
  options: {
    opt_out_useragent_filter: true,
    rate_limiting: {events_per_second: 100000, events_burst_limit: 100000}
  },

  // Milliseconds from before the script runs until init has returned. The text is here already: no network, no cache.
  start: function (code, token, more) {
    var script = document.createElement('script');
    script.textContent = code;
    var begun = performance.now();
    document.head.appendChild(script);
    posthog.init(token, Object.assign({api_host: location.origin}, this.options, more));
    return performance.now() - begun;
  },

  // So many elements around a button that has so many ancestors, body and html among them.
  build: function (elements, depth) {
    var levels = depth - 2, around = document.body, each = Math.floor((elements - depth) / levels);
    for (var level = 0; level < levels; level++) {
      var inner = document.createElement('div');
      inner.className = 'level level-' + level;
      inner.setAttribute('data-level', level);
      for (var i = 0; i < each; i++) {
        var sibling = document.createElement(i % 3 ? 'span' : 'p');
        sibling.textContent = 'A sentence.';
        around.appendChild(sibling);
      }
      around.appendChild(inner);
      around = inner;
    }
    around.insertAdjacentHTML('beforeend',
      '<button id="buy" class="call to action" type="button">Buy <span>now</span></button>');
    document.body.offsetHeight;
    return document.querySelectorAll('*').length;
  },

  // What one of so many clicks takes, from dispatch until every listener has returned, in milliseconds: the median over
  // groups of five, as the clock's steps are a tenth of a millisecond.
  click: function (count) {
    var button = document.getElementById('buy'), times = [], clicks = 0;
    while (clicks < count) {
      var begun = performance.now();
      for (var i = 0; i < 5; i++, clicks++) {
        // Never twice at the same place, as that would be rage.
        button.dispatchEvent(new MouseEvent('click', {bubbles: true, composed: true, cancelable: true,
          clientX: clicks % 7 * 100, clientY: clicks % 5 * 90}));
      }
      times.push((performance.now() - begun) / 5);
    }
    times.sort(function (a, b) { return a - b });
    return times[times.length >> 1];
  },

  capture: function (count) {
    for (var i = 0; i < count; i++) {
      posthog.capture('thing ' + i % 20, {number: i, colour: 'green', path: '/a/b/' + i});
    }
  }
};
