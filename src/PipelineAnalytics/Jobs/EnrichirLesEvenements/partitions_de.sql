-- $1 weeks: their partitions, made where missing.
select count(*) from pipeline.creer_les_partitions($1::text[]::date[])
