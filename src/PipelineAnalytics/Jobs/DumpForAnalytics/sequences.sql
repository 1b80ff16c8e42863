-- Where production's sequences stand.
select c.relname::text, s.last_value is not null, coalesce(s.last_value, s.start_value)
from pg_class c
join pg_sequences s on s.schemaname = 'public' and s.sequencename = c.relname
where c.relnamespace = 'public'::regnamespace and c.relkind = 'S'
