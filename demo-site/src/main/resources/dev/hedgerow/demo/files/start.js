// What other sites write between script tags; here it is a file, as the site's policy allows no script in a page.
(function (data) {
  'use strict';
  if (!window.posthog) return;
  var options = JSON.parse(data.options);
  options.api_host = location.origin + data.host;
  posthog.init(data.token, options);
})(document.currentScript.dataset);
