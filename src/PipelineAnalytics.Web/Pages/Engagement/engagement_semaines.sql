-- Semaines publiées
-- Une ligne par semaine complète de la vue nationale, la dernière d'abord. Une semaine provisoire, calculée avant sa fin, n'y est pas.
select semaine
from pipeline.vue_semaine
where vue = 'analytics_engagement_national' and not provisoire
order by semaine desc;
