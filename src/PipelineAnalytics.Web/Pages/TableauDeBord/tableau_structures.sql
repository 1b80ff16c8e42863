-- Utilisateurs actifs par semaine et structure, sur un an
-- Actif : des événements au moins 2 jours distincts de la semaine. Tous les types d'utilisateur ensemble. Jusqu'à la dernière semaine complète.
with derniere as (
  select max(semaine) as semaine
  from pipeline.vue_semaine
  where vue = 'analytics_engagement_national' and not provisoire
)
select n.semaine, n.structure, sum(n.nombre_utilisateurs_engages_2_jours_dans_la_semaine) as actifs
from derniere d
join public.analytics_engagement_national n on n.semaine between d.semaine - 364 and d.semaine
group by n.semaine, n.structure
order by n.structure, n.semaine
