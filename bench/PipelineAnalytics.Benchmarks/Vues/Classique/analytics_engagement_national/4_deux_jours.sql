-- $1 the week's Monday: users with events on at least two days of the week.
update analytics_engagement_national v
set nombre_utilisateurs_engages_2_jours_dans_la_semaine = i.nb
from (
  select structure, type_utilisateur, count(distinct id_utilisateur) as nb
  from (
    select coalesce(structure, 'NON RENSEIGNE') as structure,
           coalesce(type_utilisateur, 'NON RENSEIGNE') as type_utilisateur,
           id_utilisateur
    from evenement_engagement
    where semaine = $1 and id_utilisateur is not null
    group by 1, 2, 3
    having count(distinct jour) >= 2
  ) u
  group by 1, 2
) i
where v.semaine = $1 and (v.structure, v.type_utilisateur) = (i.structure, i.type_utilisateur)
