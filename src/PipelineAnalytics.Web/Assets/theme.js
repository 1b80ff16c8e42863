// Light or dark before the first paint: as the person chose here, or as the system says.
(function () {
  "use strict";
  var key = "pipeline-analytics.theme";
  var system = window.matchMedia("(prefers-color-scheme: dark)");
  var stored = null;
  try { stored = localStorage.getItem(key); } catch { /* storage may be forbidden */ }

  function apply() {
    document.documentElement.dataset.bsTheme = stored || (system.matches ? "dark" : "light");
    document.dispatchEvent(new Event("themechange"));
  }

  system.addEventListener("change", apply);
  apply();

  document.addEventListener("DOMContentLoaded", function () {
    var button = document.querySelector("[data-theme-bouton]");
    if (!button) return;
    function tell() {
      var dark = document.documentElement.dataset.bsTheme === "dark";
      button.textContent = dark ? "Thème clair" : "Thème sombre";
    }
    button.hidden = false;
    tell();
    document.addEventListener("themechange", tell);
    button.addEventListener("click", function () {
      stored = document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark";
      try { localStorage.setItem(key, stored); } catch { /* it holds for this page */ }
      apply();
    });
  });
})();
