-- The columns of an earlier pipeline's table of events.
select a.attname::text
from pg_attribute a
where a.attrelid = to_regclass('public.evenement_engagement') and a.attnum > 0 and not a.attisdropped
order by a.attnum
