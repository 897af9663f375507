// Search, menu, the switch for light and dark, and figures of plotly.js. No request leaves this folder.
(function () {
  'use strict';
  var root = document.body.getAttribute('data-root') || '';
  var box = document.getElementById('site-search'), list = document.getElementById('site-found');
  var menu = document.querySelector('.menu'), chosen = -1, waiting = false;

  document.querySelector('.theme').addEventListener('click', function () { window.nbkitTheme.toggle(); });
  menu.addEventListener('click', function () {
    menu.setAttribute('aria-expanded', String(document.body.classList.toggle('open')));
  });

  function load() {
    if (window.nbkitSearchIndex || waiting) { return; }
    waiting = true;
    var script = document.createElement('script');
    script.src = root + 'assets/search.js';
    script.onload = function () { waiting = false; search(); };
    document.head.appendChild(script);
  }

  function words(text) { return text.toLowerCase().split(/[^\p{L}\p{N}_]+/u).filter(Boolean); }

  function starts(text, word) {
    for (var at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (at === 0 || !/[\p{L}\p{N}_]/u.test(text[at - 1])) { return at; }
    }
    return -1;
  }

  // Each word must begin a word of the section; titles count most, then headings, then text.
  function score(entry, asked) {
    var total = 0;
    for (var i = 0; i < asked.length; i++) {
      var word = asked[i], one = 0;
      if (starts(entry.tl, word) >= 0) { one += 20; if (entry.tl === word) { one += 40; } }
      if (starts(entry.hl, word) >= 0) { one += 12; if (entry.hl === word) { one += 12; } }
      if (starts(entry.xl, word) >= 0) { one += 2 + Math.min(3, entry.xl.split(word).length - 1); }
      else if (entry.tl.indexOf(word) >= 0 || entry.hl.indexOf(word) >= 0) { one += 3; }
      if (one === 0) { return 0; }
      total += one;
    }
    return total + (entry.h ? 0 : 4);
  }

  function excerpt(entry, asked) {
    var at = starts(entry.xl, asked[0]);
    var from = Math.max(0, at - 50);
    return (from > 0 ? '…' : '') + entry.x.slice(from, from + 140) + (entry.x.length > from + 140 ? '…' : '');
  }

  function search() {
    var asked = words(box.value), index = window.nbkitSearchIndex;
    list.textContent = '';
    chosen = -1;
    box.removeAttribute('aria-activedescendant');
    if (!asked.length || !index) { show(false); return; }
    if (!index.ready) {
      index.forEach(function (entry) { entry.tl = entry.t.toLowerCase(); entry.hl = entry.h.toLowerCase(); entry.xl = entry.x.toLowerCase(); });
      index.ready = true;
    }
    var found = index.map(function (entry, i) { return { entry: entry, score: score(entry, asked), i: i }; })
      .filter(function (one) { return one.score > 0; })
      .sort(function (a, b) { return b.score - a.score || a.i - b.i; }).slice(0, 12);
    found.forEach(function (one, i) {
      var link = document.createElement('a');
      link.href = root + one.entry.u;
      link.id = 'site-found-' + i;
      link.setAttribute('role', 'option');
      link.tabIndex = -1;
      line(link, 'b', one.entry.h || one.entry.t);
      if (one.entry.h) { line(link, 'i', one.entry.t); }
      line(link, 'span', excerpt(one.entry, asked));
      list.appendChild(link);
    });
    if (!found.length) { line(list, 'p', 'Nothing found.'); }
    show(true);
  }

  function line(parent, tag, text) {
    var element = document.createElement(tag);
    element.textContent = text;
    parent.appendChild(element);
  }

  function show(isOpen) {
    list.hidden = !isOpen;
    box.setAttribute('aria-expanded', String(isOpen));
  }

  function choose(step) {
    var links = list.querySelectorAll('a');
    if (!links.length) { return; }
    if (chosen >= 0) { links[chosen].removeAttribute('aria-selected'); }
    chosen = (chosen + step + links.length) % links.length;
    links[chosen].setAttribute('aria-selected', 'true');
    links[chosen].scrollIntoView({ block: 'nearest' });
    box.setAttribute('aria-activedescendant', links[chosen].id);
  }

  box.addEventListener('focus', load);
  box.addEventListener('input', function () { load(); search(); });
  box.addEventListener('keydown', function (event) {
    if (event.key === 'ArrowDown') { choose(1); event.preventDefault(); }
    else if (event.key === 'ArrowUp') { choose(chosen < 0 ? 0 : -1); event.preventDefault(); }
    else if (event.key === 'Enter') {
      var links = list.querySelectorAll('a');
      if (links.length) { links[Math.max(0, chosen)].click(); show(false); }
    }
    else if (event.key === 'Escape') { show(false); box.blur(); }
  });
  document.addEventListener('click', function (event) {
    if (!event.target.closest('.search') || event.target.closest('a')) { show(false); }
  });
  document.addEventListener('keydown', function (event) {
    if (event.key === '/' && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) { box.focus(); event.preventDefault(); }
  });

  var current = document.querySelector('#site-navigation [aria-current]');
  if (current && current.offsetTop > window.innerHeight / 2) { document.getElementById('site-navigation').scrollTop = current.offsetTop - 200; }

  function draw() {
    document.querySelectorAll('.figure > script[type="application/json"]').forEach(function (source) {
      var figure = JSON.parse(source.textContent), place = source.parentNode.querySelector('.drawn');
      if (!place) {
        place = document.createElement('div');
        place.className = 'drawn';
        source.parentNode.insertBefore(place, source);
        source.parentNode.classList.add('live');
      }
      var ink = getComputedStyle(document.body).color, layout = Object.assign({}, figure.layout, { paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)' });
      layout.font = Object.assign({}, layout.font, { color: ink });
      // As wide as the figure asks, or as the column allows: a layout with a width of its own would push the page aside.
      if (layout.width) { place.style.maxWidth = layout.width + 'px'; delete layout.width; }
      layout.autosize = true;
      window.Plotly.react(place, figure.data || [], layout, { responsive: true, displaylogo: false });
    });
  }
  if (window.Plotly) { draw(); document.addEventListener('nbkit-theme', draw); }
})();
