-- $1 weeks: the names of their partitions, made where missing.
select pipeline.creer_les_partitions($1::text[]::date[])
