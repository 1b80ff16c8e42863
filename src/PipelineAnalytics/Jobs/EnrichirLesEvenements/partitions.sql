-- The partitions of the weeks that are added to, made where missing: three a week, events and the two rollups.
select pipeline.creer_les_partitions(array(select distinct semaine from evenement_a_cumuler where semaine is not null order by semaine))
