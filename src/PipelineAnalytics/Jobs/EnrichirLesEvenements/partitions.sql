-- The partitions of the weeks that are added to, made where missing: two a week, events and activity.
select pipeline.creer_les_partitions(array(select distinct semaine from evenement_a_cumuler where semaine is not null order by semaine))
