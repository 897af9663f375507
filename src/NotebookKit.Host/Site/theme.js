// Light or dark: the reader's setting, or what the button chose, kept in this browser.
(function () {
  'use strict';
  var key = 'nbkit-theme', original = new Map();
  function stored() { try { return localStorage.getItem(key); } catch (e) { return null; } }
  // Figures bring their own style sheets that ask for the reader's setting: they shall follow the button too.
  function walk(rules, theme) {
    for (var i = 0; i < rules.length; i++) {
      var rule = rules[i];
      if (rule.media && /prefers-color-scheme/.test(original.get(rule) || rule.media.mediaText)) {
        if (!original.has(rule)) { original.set(rule, rule.media.mediaText); }
        var text = original.get(rule);
        if (theme) {
          text = text.replace(/\(prefers-color-scheme:\s*(dark|light)\)/g, function (all, which) { return which === theme ? '(min-width: 0px)' : '(max-width: 0px)'; });
        }
        rule.media.mediaText = text;
      }
      if (rule.cssRules) { walk(rule.cssRules, theme); }
    }
  }
  function apply() {
    var theme = stored(), root = document.documentElement;
    if (theme !== 'dark' && theme !== 'light') { theme = ''; }
    if (theme) { root.setAttribute('data-theme', theme); } else { root.removeAttribute('data-theme'); }
    root.style.colorScheme = theme || 'light dark';
    for (var i = 0; i < document.styleSheets.length; i++) {
      var sheet = document.styleSheets[i];
      if (!sheet.href) { walk(sheet.cssRules, theme); }
    }
  }
  window.nbkitTheme = {
    isDark: function () {
      var theme = stored();
      return theme === 'dark' || (theme !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
    },
    toggle: function () {
      try { localStorage.setItem(key, this.isDark() ? 'light' : 'dark'); } catch (e) { /* a browser that keeps nothing */ }
      apply();
      document.dispatchEvent(new Event('nbkit-theme'));
    }
  };
  apply();
  document.addEventListener('DOMContentLoaded', apply);
})();
