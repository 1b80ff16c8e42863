-- $1 the week's Monday: users seen in the month before it or in the week.
update analytics_engagement v
set nombre_utilisateurs_1_mois = i.nb
from (
  select coalesce(structure, 'NON RENSEIGNE') as structure,
         coalesce(type_utilisateur, 'NON RENSEIGNE') as type_utilisateur,
         coalesce(region, 'NON RENSEIGNE') as region,
         coalesce(departement, 'NON RENSEIGNE') as departement,
         count(distinct id_utilisateur) as nb
  from evenement_engagement
  where jour >= ($1::date - interval '1 month')::date and jour < $1::date + 7 and id_utilisateur is not null
  group by 1, 2, 3, 4
) i
where v.semaine = $1 and (v.structure, v.type_utilisateur, v.region, v.departement) = (i.structure, i.type_utilisateur, i.region, i.departement)
