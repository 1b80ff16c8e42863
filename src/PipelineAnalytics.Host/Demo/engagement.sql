-- The last weeks of engagement in the whole country, programmes and types of users added up.
-- $1 how many weeks
select semaine,
       sum(nombre_utilisateurs_2_mois)::bigint,
       sum(nombre_utilisateurs_engages_2_jours_dans_la_semaine)::bigint,
       sum(nb_actifs_3_semaines_sur_6)::bigint
from public.analytics_engagement_national
where semaine > (select max(semaine) from public.analytics_engagement_national) - 7 * $1::int
group by semaine
order by semaine
