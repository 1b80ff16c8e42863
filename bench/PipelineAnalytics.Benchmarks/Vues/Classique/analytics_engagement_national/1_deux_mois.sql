-- $1 the week's Monday: users seen in the two months before it or in the week. This makes the rows, the other statements fill them in.
insert into analytics_engagement_national (semaine, structure, type_utilisateur, nombre_utilisateurs_2_mois)
select $1::date as semaine,
       coalesce(structure, 'NON RENSEIGNE') as structure,
       coalesce(type_utilisateur, 'NON RENSEIGNE') as type_utilisateur,
       count(distinct id_utilisateur)
from evenement_engagement
where jour >= ($1::date - interval '2 months')::date and jour < $1::date + 7 and id_utilisateur is not null
group by 2, 3
