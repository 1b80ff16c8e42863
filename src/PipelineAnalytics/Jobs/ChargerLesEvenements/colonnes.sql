-- Columns of the source's table of events, in order; no row where the table is missing.
select a.attname::text, format_type(a.atttypid, null)
from pg_attribute a
where a.attrelid = to_regclass('public.evenement_engagement_hebdo') and a.attnum > 0 and not a.attisdropped
order by a.attnum
