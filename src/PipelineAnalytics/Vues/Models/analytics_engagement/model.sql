-- Engagement of users: one row per week, structure, type of user, region and department with a user in the two-month window.
-- A user counts in each group in which he alone meets the rule, by what he did there.
-- "Actif" in a week: events on at least two days of it. Windows are of local dates, both ends of the week included in them.
-- Reads pipeline.activite_hebdo (the days of a week as bits, 1 for Monday) and pipeline.segment.
-- $1 first Monday, $2 last Monday.
with publiee as (
  select lundi::date as semaine, (lundi - interval '2 months')::date as debut_2_mois, (lundi - interval '1 month')::date as debut_1_mois
  from generate_series($1::timestamp, $2::timestamp, interval '7 days') lundi
), activite as (
  select semaine, segment as groupe, id_utilisateur, jours, nb_evenements
  from pipeline.activite_hebdo
  where semaine between ($1::date - interval '2 months')::date - 6 and $2
), utilisateur as (
  -- what each user did in the windows of each published week; a window that starts within a week cuts its first days off
  select p.semaine, a.groupe, a.id_utilisateur,
         bool_or(a.jours >> greatest(p.debut_2_mois - a.semaine, 0) > 0) as vu_2_mois,
         bool_or(a.semaine + 6 >= p.debut_1_mois and a.jours >> greatest(p.debut_1_mois - a.semaine, 0) > 0) as vu_1_mois,
         bool_or(a.semaine = p.semaine and a.nb_evenements >= 2) as deux_evenements,
         bool_or(a.semaine = p.semaine and a.jours & (a.jours - 1) > 0) as actif,
         count(*) filter (where a.semaine >= p.semaine - 35 and a.jours & (a.jours - 1) > 0) as semaines_actives
  from publiee p
  join activite a on a.semaine between p.debut_2_mois - 6 and p.semaine
  group by 1, 2, 3
)
select u.semaine, g.structure, g.type_utilisateur, g.region, g.departement,
       count(*) as nombre_utilisateurs_2_mois,
       count(*) filter (where u.vu_1_mois) as nombre_utilisateurs_1_mois,
       count(*) filter (where u.deux_evenements) as nombre_utilisateurs_2_evenements_dans_la_semaine,
       count(*) filter (where u.actif) as nombre_utilisateurs_engages_2_jours_dans_la_semaine,
       count(*) filter (where u.semaines_actives >= 3) as nb_actifs_3_semaines_sur_6,
       count(*) filter (where u.semaines_actives >= 4) as nb_actifs_4_semaines_sur_6
from utilisateur u
join pipeline.segment g on g.id = u.groupe
where u.vu_2_mois
group by u.semaine, g.structure, g.type_utilisateur, g.region, g.departement
