-- How many of their events wait for enrichment, which needs the identifier?
select count(*)
from pipeline.evenement_engagement_a_enrichir e
join oubli o using (id_utilisateur)
where not exists (select from pipeline.evenement_sans_semaine s where s.id = e.id)
