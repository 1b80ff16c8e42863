-- Structures et types d'utilisateur
-- Une ligne par structure et type de la vue nationale, avec les semaines où ils sont présents.
select structure, type_utilisateur, min(semaine) as premiere_semaine, max(semaine) as derniere_semaine
from analytics_engagement_national
group by structure, type_utilisateur
order by structure, type_utilisateur;
