-- $1 the week's Monday: users with two days of events in each of at least four of the six weeks that end with this one.
update analytics_engagement_national v
set nb_actifs_4_semaines_sur_6 = i.nb
from (
  select structure, type_utilisateur, count(distinct id_utilisateur) as nb
  from (
    select structure, type_utilisateur, id_utilisateur
    from (
      select coalesce(structure, 'NON RENSEIGNE') as structure,
             coalesce(type_utilisateur, 'NON RENSEIGNE') as type_utilisateur,
             id_utilisateur, semaine
      from evenement_engagement
      where semaine between $1::date - 35 and $1 and id_utilisateur is not null
      group by 1, 2, 3, 4
      having count(distinct jour) >= 2
    ) active
    group by 1, 2, 3
    having count(*) >= 4
  ) u
  group by 1, 2
) i
where v.semaine = $1 and (v.structure, v.type_utilisateur) = (i.structure, i.type_utilisateur)
