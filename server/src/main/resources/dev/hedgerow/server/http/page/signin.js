'use strict';

const form = document.getElementById('signin');
const key = document.getElementById('key');
const note = document.getElementById('note');
const wrong = document.getElementById('wrong');

if (location.hash === '#used') {
  note.textContent =
    'That link was already used: it opens the page once. Start the server again for a new one, or sign in with a personal API key.';
  history.replaceState(null, '', '/');
}

// A visit from another site arrives without the strict cookie; asked from here it is sent.
fetch('/api/live/info').then((answer) => {
  if (answer.ok) location.reload();
}, () => {});

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  wrong.textContent = '';
  form.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch('/login', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ key: key.value.trim() }),
    });
    if (answer.ok) {
      location.reload(); // the address is that of the page that was asked for
      return;
    }
    const body = await answer.json();
    say(body.detail || 'That did not work.');
  } catch (failure) {
    say('The server cannot be reached.');
  } finally {
    form.removeAttribute('aria-busy');
  }
});

function say(words) {
  wrong.textContent = words.charAt(0).toUpperCase() + words.slice(1) + '.';
  key.select();
}
