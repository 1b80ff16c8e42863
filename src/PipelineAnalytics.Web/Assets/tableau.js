// Draws the charts that the server described, copies SQL, and shows a filter's choice at once. The pages work without it.
(function () {
  "use strict";

  var numbers = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 1 });
  var day = new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  var weekday = new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "short", timeZone: "UTC" });
  var month = new Intl.DateTimeFormat("fr-FR", { month: "short", year: "2-digit", timeZone: "UTC" });

  function isWeek(text) { return /^\d{4}-\d{2}-\d{2}$/.test(text); }
  function long(text) { return isWeek(text) ? "semaine du " + day.format(new Date(text)) : text; }
  function short(many) { return function (text) { return isWeek(text) ? (many ? month : weekday).format(new Date(text)) : text; }; }
  function compact(value) { return Math.abs(value) >= 1e6 ? numbers.format(value / 1e6) + " M" : numbers.format(value); }

  // Colours come from the style sheet, so that both themes have theirs.
  function colour(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }
  function palette() { return [1, 2, 3, 4, 5, 6, 7, 8].map(function (n) { return colour("--serie-" + n); }); }

  var dashes = ["solid", "dashed", "dotted"];
  var symbols = ["circle", "rect", "triangle", "diamond", "roundRect", "emptyCircle"];

  function series(spec) {
    return spec.series.map(function (s, i) {
      return {
        name: s.nom,
        type: "line",
        data: s.valeurs,
        showSymbol: spec.etiquettes.length < 30,
        symbol: symbols[i % symbols.length],
        symbolSize: 6,
        connectNulls: false,
        lineStyle: { width: s.discret ? 1.5 : 2.5, type: s.discret ? "dashed" : dashes[Math.floor(i / 8) % dashes.length] },
        opacity: s.discret ? 0.7 : 1,
        emphasis: { focus: "series" }
      };
    });
  }

  function tip(spec) {
    return function (points) {
      var lines = [long(points[0].axisValue)];
      points.forEach(function (p) {
        if (p.value === null || p.value === undefined) return;
        lines.push((spec.series.length > 1 ? p.seriesName + " : " : "") + numbers.format(p.value) + (spec.unite ? " " + spec.unite : ""));
      });
      return lines.join("\n");
    };
  }

  function option(spec, low) {
    var ink = colour("--bs-body-color"), faint = colour("--bs-border-color"), back = colour("--bs-body-bg");
    var legend = spec.series.length > 1;
    var names = { type: "category", data: spec.etiquettes, axisLabel: { formatter: short(spec.etiquettes.length > 40), color: ink, hideOverlap: true }, axisLine: { lineStyle: { color: faint } }, axisTick: { show: false } };
    var values = { type: "value", axisLabel: { formatter: compact, color: ink }, splitLine: { lineStyle: { color: faint } }, splitNumber: low ? 2 : 4 };
    return {
      animation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
      animationDuration: 250,
      color: palette(),
      textStyle: { fontFamily: "inherit", color: ink },
      legend: legend ? { type: "scroll", top: 0, left: 0, textStyle: { color: ink }, inactiveColor: faint } : undefined,
      grid: { left: 4, right: 12, top: legend ? 34 : 12, bottom: 4, containLabel: true },
      // As text on the canvas: a tip of HTML would need styles within the page, which the page forbids itself.
      tooltip: { trigger: "axis", renderMode: "richText", confine: true, formatter: tip(spec), backgroundColor: back, borderColor: faint, textStyle: { color: ink } },
      xAxis: names,
      yAxis: values,
      series: series(spec)
    };
  }

  function draw(element) {
    var spec = JSON.parse(element.dataset.graphique);
    var chart = echarts.init(element, null, { renderer: "canvas" });
    function show() { chart.setOption(option(spec, element.classList.contains("toile-basse")), true); }
    show();
    element.classList.add("dessine");
    document.addEventListener("themechange", show);
    new ResizeObserver(function () { chart.resize(); }).observe(element);
  }

  // On a phone the rubrics scroll: the one that is shown is brought into sight.
  function showRubric() {
    var here = document.querySelector(".rubrique.active");
    if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - 24;
  }

  document.addEventListener("DOMContentLoaded", function () {
    showRubric();
    document.querySelectorAll("[data-graphique]").forEach(draw);

    document.querySelectorAll("form[data-filtres]").forEach(function (form) {
      form.classList.add("immediat");
      form.addEventListener("change", function () { form.requestSubmit(); });
      // An empty choice need not stand in the address.
      form.addEventListener("formdata", function (event) {
        Array.from(event.formData.entries()).forEach(function (entry) { if (entry[1] === "") event.formData.delete(entry[0]); });
      });
      form.addEventListener("submit", function () { document.getElementById("contenu").setAttribute("aria-busy", "true"); });
    });

    document.querySelectorAll("[data-copier]").forEach(function (button) {
      if (!navigator.clipboard) return;
      button.hidden = false;
      button.addEventListener("click", function () {
        navigator.clipboard.writeText(button.parentElement.querySelector("code").textContent).then(function () {
          button.textContent = "Copié";
          setTimeout(function () { button.textContent = "Copier"; }, 2000);
        });
      });
    });
  });

  // Back from the cache of the browser's history: nothing is loading any more.
  window.addEventListener("pageshow", function () {
    var content = document.getElementById("contenu");
    if (content) content.removeAttribute("aria-busy");
  });
})();
