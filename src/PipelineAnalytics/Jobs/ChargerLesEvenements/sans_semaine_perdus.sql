-- Events without a date that are no longer there (taken away by hand, or by a repair) are to be enriched when they come again.
delete from pipeline.evenement_sans_semaine s
where not exists (select from pipeline.evenement_engagement_a_enrichir e where e.id = s.id)
