-- Active users of each structure in each published week that is over, 0 where there is none.
select structure, semaine, coalesce(sum(nombre_utilisateurs_engages_2_jours_dans_la_semaine), 0) as actifs
from (select distinct structure from public.analytics_engagement_national) s
cross join (select distinct semaine from public.analytics_engagement_national where semaine <= '2025-09-22') w
left join public.analytics_engagement_national using (structure, semaine)
group by structure, semaine
order by structure, semaine;
