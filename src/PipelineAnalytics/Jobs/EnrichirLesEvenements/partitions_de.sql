-- $1 weeks: the names of their partitions, three a week (events and the two rollups), made where missing.
select pipeline.creer_les_partitions($1::text[]::date[])
