-- Utilisateurs actifs de la dernière semaine complète, par type d'utilisateur
-- Actif : des événements au moins 2 jours distincts de la semaine. Somme des structures : qui est dans plusieurs peut y compter plusieurs fois, ou dans aucune s'il n'est actif qu'à elles toutes.
-- À côté, la semaine d'avant et celle de 52 semaines plus tôt ; vide, si elle n'est pas publiée.
with derniere as (
  select max(semaine) as semaine
  from pipeline.vue_semaine
  where vue = 'analytics_engagement_national' and not provisoire
)
select d.semaine, n.type_utilisateur,
       coalesce(sum(n.nombre_utilisateurs_engages_2_jours_dans_la_semaine) filter (where n.semaine = d.semaine), 0) as actifs,
       sum(n.nombre_utilisateurs_engages_2_jours_dans_la_semaine) filter (where n.semaine = d.semaine - 7) as actifs_semaine_avant,
       sum(n.nombre_utilisateurs_engages_2_jours_dans_la_semaine) filter (where n.semaine = d.semaine - 364) as actifs_un_an_avant,
       coalesce(sum(n.nombre_utilisateurs_2_mois) filter (where n.semaine = d.semaine), 0) as utilisateurs_2_mois
from derniere d
join public.analytics_engagement_national n on n.semaine in (d.semaine, d.semaine - 7, d.semaine - 364)
group by d.semaine, n.type_utilisateur
order by actifs desc, n.type_utilisateur
