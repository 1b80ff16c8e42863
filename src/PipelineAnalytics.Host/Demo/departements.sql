-- The departments with the most active users in the last week.
-- $1 how many departments
select departement,
       region,
       sum(nombre_utilisateurs_2_mois)::bigint,
       sum(nombre_utilisateurs_engages_2_jours_dans_la_semaine)::bigint
from public.analytics_engagement
where semaine = (select max(semaine) from public.analytics_engagement)
  and departement <> 'NON RENSEIGNE'
group by departement, region
order by 4 desc, 1
limit $1
