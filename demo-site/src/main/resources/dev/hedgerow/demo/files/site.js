(function () {
  'use strict';
  var body = document.body;

  function byId(id) { return document.getElementById(id); }
  function on(id, type, then) { var found = byId(id); if (found) found.addEventListener(type, then); }
  function reveal(id) { return function () { byId(id).hidden = false; }; }

  // Whoever is signed in is known by e-mail address. Right after a sign-up this is the moment
  // when the browser's anonymous visitor and the backend's customer turn out to be one person.
  var visitor = body.getAttribute('data-visitor');
  if (visitor && window.posthog && body.getAttribute('data-identify') === 'on') {
    posthog.identify(visitor, {email: visitor});
  }

  on('sign-out-form', 'submit', function () { if (window.posthog) posthog.reset(); });
  on('hero-frost', 'click', reveal('frost-answer'));
  on('purchase', 'click', reveal('purchase-answer'));
  on('message-preview', 'click', function () { byId('message-shown').textContent = byId('message').value; });

  var chosen = /[?&]plan=([a-z-]+)/.exec(location.search);
  if (chosen && byId('plan')) byId('plan').value = chosen[1];

  // Things to try out without leaving the page.
  [].forEach.call(document.querySelectorAll('form[data-stay]'), function (form) {
    form.addEventListener('submit', function (event) { event.preventDefault(); });
  });
  [].forEach.call(document.querySelectorAll('a[data-stay]'), function (link) {
    link.addEventListener('click', function (event) { event.preventDefault(); });
  });

  // The growing guide is one page: its chapters change the address, not the document.
  var chapters = document.querySelectorAll('.docs article');
  var links = document.querySelectorAll('.docs .chapters a');

  function show() {
    var name = location.pathname.split('/')[2] || 'start';
    [].forEach.call(chapters, function (chapter) {
      chapter.hidden = chapter.getAttribute('data-chapter') !== name;
    });
    [].forEach.call(links, function (link) {
      var current = link.getAttribute('data-chapter') === name;
      link.className = current ? 'current' : '';
      if (current) document.title = link.textContent + ' · Fernhill';
    });
  }

  [].forEach.call(links, function (link) {
    link.addEventListener('click', function (event) {
      event.preventDefault();
      history.pushState({}, '', link.getAttribute('href'));
      show();
    });
  });
  if (chapters.length) {
    window.addEventListener('popstate', show);
    show();
  }
})();
