-- $1 the week's Monday: users with two days of events in each of at least three of the six weeks that end with this one.
update analytics_engagement v
set nb_actifs_3_semaines_sur_6 = i.nb
from (
  select structure, type_utilisateur, region, departement, count(distinct id_utilisateur) as nb
  from (
    select structure, type_utilisateur, region, departement, id_utilisateur
    from (
      select coalesce(structure, 'NON RENSEIGNE') as structure,
             coalesce(type_utilisateur, 'NON RENSEIGNE') as type_utilisateur,
             coalesce(region, 'NON RENSEIGNE') as region,
             coalesce(departement, 'NON RENSEIGNE') as departement,
             id_utilisateur, semaine
      from evenement_engagement
      where semaine between $1::date - 35 and $1 and id_utilisateur is not null
      group by 1, 2, 3, 4, 5, 6
      having count(distinct jour) >= 2
    ) active
    group by 1, 2, 3, 4, 5
    having count(*) >= 3
  ) u
  group by 1, 2, 3, 4
) i
where v.semaine = $1 and (v.structure, v.type_utilisateur, v.region, v.departement) = (i.structure, i.type_utilisateur, i.region, i.departement)
