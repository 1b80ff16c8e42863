-- Semaines publiées
-- Une ligne par semaine de la vue nationale, la dernière d'abord.
select semaine
from analytics_engagement_national
group by semaine
order by semaine desc;
