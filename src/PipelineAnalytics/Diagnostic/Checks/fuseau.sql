-- $1 zone, $2 now: the first of each month, a year back and a year ahead, and how many seconds the zone is ahead of UTC then.
select i, extract(epoch from (i at time zone $1) - (i at time zone 'UTC'))::integer
from generate_series(date_trunc('month', $2::timestamptz, 'UTC') - interval '12 months', $2::timestamptz + interval '12 months', interval '1 month') i
