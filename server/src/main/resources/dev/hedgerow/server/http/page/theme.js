'use strict';

/* Before anything is drawn: the theme that was chosen, if one was. */
try {
  const chosen = localStorage.getItem('hedgerow.theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
} catch (forbidden) { /* then it is the system's */ }
