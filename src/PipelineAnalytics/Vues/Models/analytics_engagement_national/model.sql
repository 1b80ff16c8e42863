-- Engagement of users in the whole country: one row per week, structure and type of user with a user in the two-month window.
-- Geography is forgotten before users are counted: a user of two departments counts once, and is actif by his days in both.
-- "Actif" in a week: events on at least two days of it. Windows are of local dates, both ends of the week included in them.
-- Reads pipeline.activite_hebdo (the days of a week as bits, 1 for Monday) and pipeline.segment.
-- $1 first Monday, $2 last Monday, at most 25 weeks later: the weeks of a user are the bits of a number, from ten weeks before $1 on.
with publiee as (
  select lundi::date as semaine, (lundi - interval '2 months')::date as debut_2_mois, (lundi - interval '1 month')::date as debut_1_mois
  from generate_series($1::timestamp, $2::timestamp, interval '7 days') lundi
), fenetre as materialized (
  -- a window that begins within a week has that week from its day on, and the next weeks whole
  select semaine,
         bit_or(1::bigint << rang) filter (where rang * 7 + $1::date - 70 = semaine)                                    as la_semaine,
         bit_or(1::bigint << rang) filter (where rang * 7 + $1::date - 70 between semaine - 35 and semaine)             as six_semaines,
         bit_or(1::bigint << rang) filter (where rang * 7 + $1::date - 70 between debut_2_mois + 1 and semaine)         as entieres_2_mois,
         bit_or(1::bigint << rang) filter (where rang * 7 + $1::date - 70 between debut_2_mois - 6 and debut_2_mois)    as entamee_2_mois,
         bit_or(1::bigint << rang) filter (where rang * 7 + $1::date - 70 between debut_1_mois + 1 and semaine)         as entieres_1_mois,
         bit_or(1::bigint << rang) filter (where rang * 7 + $1::date - 70 between debut_1_mois - 6 and debut_1_mois)    as entamee_1_mois,
         extract(isodow from debut_2_mois)::integer as jour_2_mois,
         extract(isodow from debut_1_mois)::integer as jour_1_mois
  from publiee
  cross join generate_series(0, 62) rang
  group by semaine, debut_2_mois, debut_1_mois
), groupe as (
  select id as segment, min(id) over (partition by structure, type_utilisateur) as groupe, structure, type_utilisateur
  from pipeline.segment
), jour as (
  -- the weeks of each user in each group, by day of the week
  select groupe, utilisateur,
         bit_or(case when jours & 1 <> 0 then 1::bigint << (semaine - $1::date + 70) / 7 else 0 end)  as lundi,
         bit_or(case when jours & 2 <> 0 then 1::bigint << (semaine - $1::date + 70) / 7 else 0 end)  as mardi,
         bit_or(case when jours & 4 <> 0 then 1::bigint << (semaine - $1::date + 70) / 7 else 0 end)  as mercredi,
         bit_or(case when jours & 8 <> 0 then 1::bigint << (semaine - $1::date + 70) / 7 else 0 end)  as jeudi,
         bit_or(case when jours & 16 <> 0 then 1::bigint << (semaine - $1::date + 70) / 7 else 0 end) as vendredi,
         bit_or(case when jours & 32 <> 0 then 1::bigint << (semaine - $1::date + 70) / 7 else 0 end) as samedi,
         bit_or(case when jours & 64 <> 0 then 1::bigint << (semaine - $1::date + 70) / 7 else 0 end) as dimanche
  from pipeline.activite_hebdo
  join groupe using (segment)
  where semaine between ($1::date - interval '2 months')::date - 6 and $2
  group by 1, 2
), utilisateur as materialized (
  select groupe,
         -- from Monday on, from Tuesday on, …
         array[lundi | mardi | mercredi | jeudi | vendredi | samedi | dimanche, mardi | mercredi | jeudi | vendredi | samedi | dimanche,
               mercredi | jeudi | vendredi | samedi | dimanche, jeudi | vendredi | samedi | dimanche, vendredi | samedi | dimanche,
               samedi | dimanche, dimanche] as vu_des,
         (lundi & mardi) | ((lundi | mardi) & mercredi) | ((lundi | mardi | mercredi) & jeudi) | ((lundi | mardi | mercredi | jeudi) & vendredi)
         | ((lundi | mardi | mercredi | jeudi | vendredi) & samedi) | ((lundi | mardi | mercredi | jeudi | vendredi | samedi) & dimanche) as actif
  from jour
), engagement as (
  select f.semaine, u.groupe,
         count(*) as nombre_utilisateurs_2_mois,
         count(*) filter (where ((u.vu_des[1] & f.entieres_1_mois) | (u.vu_des[f.jour_1_mois] & f.entamee_1_mois)) <> 0) as nombre_utilisateurs_1_mois,
         count(*) filter (where u.actif & f.la_semaine <> 0) as nombre_utilisateurs_engages_2_jours_dans_la_semaine,
         count(*) filter (where bit_count((u.actif & f.six_semaines)::bit(64)) >= 3) as nb_actifs_3_semaines_sur_6,
         count(*) filter (where bit_count((u.actif & f.six_semaines)::bit(64)) >= 4) as nb_actifs_4_semaines_sur_6
  from fenetre f
  join utilisateur u on ((u.vu_des[1] & f.entieres_2_mois) | (u.vu_des[f.jour_2_mois] & f.entamee_2_mois)) <> 0
  group by 1, 2
), deux_evenements as (
  select semaine, groupe, count(*) as nombre_utilisateurs
  from (
    select semaine, groupe, utilisateur
    from pipeline.activite_hebdo
    join groupe using (segment)
    where semaine between $1 and $2
    group by 1, 2, 3
    having sum(nb_evenements) >= 2
  ) u
  group by 1, 2
)
select e.semaine, g.structure, g.type_utilisateur,
       e.nombre_utilisateurs_2_mois, e.nombre_utilisateurs_1_mois,
       coalesce(d.nombre_utilisateurs, 0) as nombre_utilisateurs_2_evenements_dans_la_semaine,
       e.nombre_utilisateurs_engages_2_jours_dans_la_semaine, e.nb_actifs_3_semaines_sur_6, e.nb_actifs_4_semaines_sur_6
from engagement e
join groupe g on g.segment = e.groupe
left join deux_evenements d on (d.semaine, d.groupe) = (e.semaine, e.groupe)
