-- $1 today: partitions of this week and the next four are made ahead, so that a night seldom needs one.
select count(*)
from pipeline.creer_les_partitions(array(
  select ($1::date - (extract(isodow from $1::date)::integer - 1)) + 7 * i from generate_series(0, 4) i
))
