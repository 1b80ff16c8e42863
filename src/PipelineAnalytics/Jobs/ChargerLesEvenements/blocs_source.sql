-- The blocks of 16,384 ids (id >> 14) in which the source holds events: the first and the last id that it holds of each.
-- Only ends are looked up, in the primary key, two a block: "id | 16383" is the last id that a block can have, below zero and at
-- bigint's end too.
with recursive debut (id) as (
  (select e.id::bigint from public.evenement_engagement_hebdo e order by e.id limit 1)
  union all
  select (select e.id::bigint from public.evenement_engagement_hebdo e where e.id > (d.id | 16383) order by e.id limit 1)
  from debut d
  where d.id is not null
)
select d.id as premier,
       (select e.id::bigint from public.evenement_engagement_hebdo e where e.id <= (d.id | 16383) order by e.id desc limit 1) as dernier
from debut d
where d.id is not null
